// `{{$name …}}`: the table of what is made for a call, with the names that JetBrains' HTTP client, httpyac and the REST
// client have for the same.

import { dateText, offsetMs } from "./variableDates.ts";
import type { GivenValues, Guarded } from "./variables.ts";

export type VariableCommand =
  | { readonly kind: "made"; readonly row: MadeRow; readonly rest: string }
  | { readonly kind: "guarded"; readonly guarded: Guarded }
  | { readonly kind: "wrong"; readonly message: string; readonly help: string | undefined };

type Source = Pick<GivenValues, "nowMs" | "random">;

interface MadeRow {
  readonly summary: string;
  /** What may stand behind the name; none where it is absent. */
  readonly form?: string;
  /** Undefined where `rest` is not of the form. */
  readonly make: (source: Source, rest: string) => string | undefined;
}

const alone = (make: (source: Source) => string) => (source: Source, rest: string) =>
  rest === "" ? make(source) : undefined;

const isoNow: MadeRow = {
  summary: "the time of the call, as a `Timestamp` takes it",
  form: '`$now`, `$now +1h`, `$now unix`, `$now "yyyy-MM-dd" -1d`',
  make: ({ nowMs }, rest) => dateText(nowMs, rest),
};
const uuidRow: MadeRow = { summary: "a random UUID", make: alone(uuid) };

/** By name, in the order in which they are offered. */
export const madeVariables: Readonly<Record<string, MadeRow>> = {
  $uuid: uuidRow,
  $guid: uuidRow,
  "$random.uuid": uuidRow,
  $now: isoNow,
  $datetime: isoNow,
  $isoTimestamp: { summary: "the time of the call, as `$now`", make: alone(({ nowMs }) => dateText(nowMs, "") ?? "") },
  $timestamp: {
    summary: "the time of the call in seconds since 1970",
    form: "`$timestamp`, `$timestamp -1 d`",
    make: ({ nowMs }, rest) => {
      const offset = rest === "" ? 0 : offsetMs(rest);
      return offset === undefined ? undefined : String(Math.floor((nowMs + offset) / 1000));
    },
  },
  $randomInt: {
    summary: "a random number from 0 to 999, or from the first to below the second",
    form: "`$randomInt`, `$randomInt 10 20`",
    make: ({ random }, rest) => integer(random, rest === "" ? "0 1000" : rest),
  },
  "$random.integer": {
    summary: "a random number from the first to below the second",
    form: "`$random.integer(10, 20)`",
    make: ({ random }, rest) => integer(random, rest.replace(/^\(|\)$/g, "").replace(",", " ")),
  },
  "$random.alphanumeric": {
    summary: "that many random letters and digits",
    form: "`$random.alphanumeric(8)`",
    make: ({ random }, rest) => letters(random, rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
  },
  "$random.hexadecimal": {
    summary: "that many random hexadecimal digits",
    form: "`$random.hexadecimal(8)`",
    make: ({ random }, rest) => letters(random, rest, "0123456789abcdef"),
  },
};

/** Those of this machine, for completion. */
export const guardedVariables = {
  $secret: "a secret that is kept on this machine (`Protodial: Set Secret…`)",
  $env: "a variable of the process environment",
} as const;

const guardedForm = /^\$(secret|env|processEnv)(?:\s+|\.)([A-Za-z_][A-Za-z0-9_.-]*)$/;
const sampleSource: Source = { nowMs: 0, random: () => 0 };

/** Reads `$name …`. */
export function variableCommand(text: string): VariableCommand {
  const guarded = guardedForm.exec(text);
  if (guarded !== null) {
    const source = guarded[1] === "secret" ? "secret" : "env";
    return { kind: "guarded", guarded: { source, name: guarded[2] ?? "" } };
  }
  const name = /^\$[A-Za-z]*(?:\.[A-Za-z]+)?/.exec(text)?.[0] ?? "$";
  const row = Object.hasOwn(madeVariables, name) ? madeVariables[name] : undefined;
  const rest = text.slice(name.length).trim();
  if (row !== undefined) {
    if (row.make(sampleSource, rest) !== undefined) return { kind: "made", row, rest };
    const help = row.form === undefined ? `\`${name}\` stands alone` : `write ${row.form}`;
    return { kind: "wrong", message: `\`${rest}\` is not understood behind \`${name}\``, help };
  }
  if (/^\$(secret|env|processEnv)\b/.test(text)) {
    const word = text.startsWith("$secret") ? "$secret" : "$env";
    return { kind: "wrong", message: `\`${word}\` names one thing`, help: `write \`{{${word} NAME}}\`` };
  }
  const names = [...Object.keys(guardedVariables), ...Object.keys(madeVariables)];
  const help = `there are ${names.map(one => `\`${one}\``).join(", ")}`;
  return { kind: "wrong", message: `\`${name}\` is not known`, help };
}

export function madeValue({ row, rest }: Extract<VariableCommand, { kind: "made" }>, source: Source): string {
  return row.make(source, rest) ?? "";
}

function integer(random: () => number, range: string): string | undefined {
  const match = /^(-?\d{1,15})\s+(-?\d{1,15})$/.exec(range.trim());
  const from = Number(match?.[1]);
  const to = Number(match?.[2]);
  return match === null || from >= to ? undefined : String(from + Math.floor(random() * (to - from)));
}

function letters(random: () => number, rest: string, alphabet: string): string | undefined {
  const count = Number(/^\((\d{1,4})\)$/.exec(rest)?.[1] ?? Number.NaN);
  if (Number.isNaN(count)) return undefined;
  return Array.from({ length: count }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join("");
}

// Version 4 of RFC 9562: random but for the version and the variant.
function uuid({ random }: Source): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, digit =>
    (digit === "x" ? Math.floor(random() * 16) : 8 + Math.floor(random() * 4)).toString(16),
  );
}
