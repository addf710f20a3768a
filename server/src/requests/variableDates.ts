// Dates of `{{$now}}`, in UTC. The layer has no clock; what it is given are milliseconds since 1970.

const dayMs = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: dayMs,
  w: 7 * dayMs,
};

/** Milliseconds of `+1h`, `-2 d`, `90s`; undefined for anything else. */
export function offsetMs(text: string): number | undefined {
  const match = /^([+-]?\d{1,9})\s*(ms|s|m|h|d|w)$/.exec(text.trim());
  return match === null ? undefined : Number(match[1]) * (unitsMs[match[2] ?? ""] ?? 0);
}

/** The text of a time in what stands behind `$now`: a form, an offset, both or nothing. Undefined where it is neither. */
export function dateText(nowMs: number, rest: string): string | undefined {
  const match = /^(iso8601|rfc1123|unix|unixms|"[^"]*"|'[^']*')?\s*(.*)$/.exec(rest.trim());
  const form = match?.[1] ?? "iso8601";
  const offset = match?.[2] ? offsetMs(match[2]) : 0;
  if (offset === undefined) return undefined;
  const ms = nowMs + offset;
  switch (form) {
    case "unix":
      return String(Math.floor(ms / 1000));
    case "unixms":
      return String(ms);
    case "iso8601":
      return inPattern(ms, "yyyy-MM-ddTHH:mm:ss.SSSZ");
    case "rfc1123":
      return inPattern(ms, "EEE, dd MMM yyyy HH:mm:ss GMT");
    default:
      return inPattern(ms, form.slice(1, -1));
  }
}

const days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Letters as in the patterns of Java and of Day.js, where both agree.
function inPattern(ms: number, pattern: string): string {
  const { year, month, day } = civil(Math.floor(ms / dayMs));
  const inDay = ms - Math.floor(ms / dayMs) * dayMs;
  const two = (value: number) => String(value).padStart(2, "0");
  const parts: Readonly<Record<string, string>> = {
    yyyy: String(year).padStart(4, "0"),
    YYYY: String(year).padStart(4, "0"),
    MMM: months[month - 1] ?? "",
    MM: two(month),
    dd: two(day),
    DD: two(day),
    HH: two(Math.floor(inDay / 3_600_000)),
    mm: two(Math.floor(inDay / 60_000) % 60),
    ss: two(Math.floor(inDay / 1000) % 60),
    SSS: String(inDay % 1000).padStart(3, "0"),
    EEE: days[((Math.floor(ms / dayMs) % 7) + 7) % 7] ?? "",
  };
  return pattern.replace(/yyyy|YYYY|MMM?|dd|DD|HH|mm|SSS|ss|EEE/g, part => parts[part] ?? part);
}

/** The date of a day since 1970-01-01, in the Gregorian calendar: counted from a first of March, leap days come last. */
function civil(sinceEpoch: number): { year: number; month: number; day: number } {
  const shifted = sinceEpoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}
