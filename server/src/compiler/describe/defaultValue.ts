import type { FieldDeclaration } from "../link/declarations.ts";
import { finiteFloat } from "../link/floats.ts";
import { isPseudoOption } from "../link/pseudoOptions.ts";
import type { OptionNode, OptionValue } from "../syntax/nodes.ts";

/** The `default` among the options of a field; it is no option of `FieldOptions` and has a place of its own. */
function defaultOption(options: readonly OptionNode[]): OptionNode | undefined {
  return options.find(option => isPseudoOption(option, "default"));
}

/**
 * `default_value` of a field as protoc writes it, one unit a byte: numbers in decimal, `bytes` with C escapes, strings
 * and enum values plain. Undefined where none is written.
 */
export function defaultValueText(field: FieldDeclaration): string | undefined {
  const value = defaultOption(field.options)?.value;
  if (value === undefined) return undefined;
  switch (field.scalar) {
    case "string":
      return value.kind === "string" ? value.bytes : undefined;
    case "bytes":
      return value.kind === "string" ? escapedBytes(value.bytes) : undefined;
    case "float":
      return floatText(finiteFloat(numberIn(value)), 6, 9, Math.fround);
    case "double":
      return floatText(numberIn(value), 15, 17, same);
    case "bool":
    case undefined:
      return value.kind === "identifier" ? value.text : undefined;
    default:
      if (value.kind !== "integer") return undefined;
      return value.negative && value.value !== 0 ? `-${value.value}` : `${value.value}`;
  }
}

/** The number that an option value stands for where a float or double is expected; NaN for what is none. */
function numberIn(value: OptionValue): number {
  switch (value.kind) {
    case "integer":
      return value.negative ? -Number(value.value) : Number(value.value);
    case "float":
      return value.negative ? -value.value : value.value;
    case "identifier": {
      const magnitude = /^inf(inity)?$/i.test(value.text) ? Number.POSITIVE_INFINITY : Number.NaN;
      return value.negative ? -magnitude : magnitude;
    }
    default:
      return Number.NaN;
  }
}

function same(value: number): number {
  return value;
}

// As C's `%g`, with as many digits as are sure to survive, and with more when these do not read back the same.
function floatText(value: number, digits: number, moreDigits: number, rounded: (value: number) => number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const short = general(value, digits);
  // protoc reads a float back with C's `strtof`, which calls it an error to come out below the smallest normal one.
  const isSubnormal = rounded === Math.fround && value !== 0 && Math.abs(value) < 2 ** -126;
  return rounded(Number(short)) === value && !isSubnormal ? short : general(value, moreDigits);
}

// C's `%.<digits>g`: fixed notation for exponents from -4 to below `digits`, no trailing zeros, two digits of exponent.
function general(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const sign = value < 0 ? "-" : "";
  const [mantissa = "", exponentText = ""] = roundedHalfEven(Math.abs(value), digits).split("e");
  const exponent = Number(exponentText);
  const all = mantissa.replace(".", "");
  const significant = all.replace(/0+$/, "");
  if (exponent < -4 || exponent >= digits) {
    const rest = significant.slice(1);
    const size = Math.abs(exponent);
    return `${sign}${significant[0]}${rest === "" ? "" : `.${rest}`}e${exponent < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${significant}`;
  const whole = all.slice(0, exponent + 1);
  const fraction = significant.slice(exponent + 1);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

// `toExponential` rounds an exact half up, C rounds it to the even digit.
function roundedHalfEven(value: number, digits: number): string {
  const exact = value.toExponential(100);
  const cut = exact.slice(0, digits + 1);
  const rest = exact.slice(digits + 1, exact.indexOf("e"));
  if (/^50*$/.test(rest) && "02468".includes(cut.at(-1) ?? "")) return cut + exact.slice(exact.indexOf("e"));
  return value.toExponential(digits - 1);
}

function escapedBytes(bytes: string): string {
  let result = "";
  for (let i = 0; i < bytes.length; i++) {
    const letter = bytes.charAt(i);
    const code = bytes.charCodeAt(i);
    const named = namedEscapes[letter];
    if (named !== undefined) result += named;
    else if (code < 0x20 || code >= 0x7f) result += `\\${code.toString(8).padStart(3, "0")}`;
    else result += letter;
  }
  return result;
}

const namedEscapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
};
