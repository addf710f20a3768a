// Rows of figures, ours beside buf's, and the tables that are made of them.
import { limitMs } from "./languageServer.mjs";
import { median, percentile, table } from "./measured.mjs";

/**
 * One row. `ours` and `buf` are lists of milliseconds (undefined: over the limit), or a single figure in `unit`; `cpu` has
 * CPU milliseconds for each time, `note` what was found, `aim` what ours shall be.
 */
export function row(what, { ours = [], buf = [], unit = "ms", cpu = {}, note = {}, aim = "" }) {
  return { what, ours, buf, unit, cpu, note, aim };
}

/** A Markdown table with a line for each row; `aims: true` adds the column of what ours shall be. */
export function figuresTable(rows, { aims }) {
  const head = ["", "Protodial", "p95", "CPU", "buf", "p95", "CPU", "buf : Protodial"];
  const lines = rows.map(({ what, ours, buf, unit, cpu, note, aim }) => {
    const cells = [what, ...side(ours, unit, cpu.ours, note.ours), ...side(buf, unit, cpu.buf, note.buf)];
    return [...cells, ratio(ours, buf), ...(aims ? [aim] : [])];
  });
  return table(aims ? [...head, "aim"] : head, lines);
}

function side(values, unit, cpu, note) {
  if (values.length === 0) return ["–", "", ""];
  const known = values.filter(value => value !== undefined);
  const found = note === undefined ? "" : ` (${note})`;
  const late = `> ${limitMs / 1000} s`;
  if (known.length === 0) return [late, "", ""];
  const middle = shown(median(known), unit) + found;
  const p95 = known.length < values.length ? late : known.length === 1 ? "" : shown(percentile(known, 95), unit);
  return [middle, p95, cpu === undefined ? "" : shown(cpu, "ms")];
}

function ratio(ours, buf) {
  const known = [ours, buf].map(values => values.filter(value => value !== undefined));
  if (known.some(values => values.length === 0)) return "";
  const times = median(known[1]) / median(known[0]);
  return `${times < 10 ? times.toFixed(1) : Math.round(times).toLocaleString("en")} ×`;
}

/** A figure with its unit, with as many digits as can be relied on. */
export function shown(value, unit) {
  if (unit !== "ms") return `${Math.round(value).toLocaleString("en")} ${unit}`;
  if (value < 9.95) return `${value.toFixed(1)} ms`;
  return value < 999.5 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`;
}
