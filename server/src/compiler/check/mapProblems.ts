import type { EnumDeclaration, EnumValueDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { replaceFix } from "../report/fix.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { TypeName } from "../syntax/nodes.ts";

export function mapKeyType(key: TypeName, kind: "message" | "enum" | "scalar"): Problem {
  const what = kind === "message" ? "a message" : kind === "enum" ? "an enum" : `of type \`${key.text}\``;
  const message = `the key of a map cannot be ${what}`;
  const instead: Readonly<Record<string, string>> = { float: "int64", double: "int64", bytes: "string" };
  const type = kind === "enum" ? "int32" : (instead[key.text] ?? "string");
  return problem("map-key-type", key, message, {
    help: "keys are integers, `bool` or `string`",
    fixes: [replaceFix(`Change to \`${type}\``, key, type)],
  });
}

export function mapValueGroup(value: TypeName): Problem {
  return problem("map-value-type", value, "the value of a map cannot be a group", {
    help: "declare a message, and use that as the value",
  });
}

export function mapValueWithoutZero(value: TypeName, type: EnumDeclaration, first: EnumValueDeclaration): Problem {
  const what = `the enum \`${type.name}\` cannot be the value of a map, as its first value is not 0`;
  return problem("map-enum-value", value, what, {
    help: "an entry without a value reads as 0; give the enum a first value with the number 0",
    related: [
      { source: type.file.parsed.source, span: first.nameSpan, message: `\`${first.name}\` is ${first.number}` },
    ],
  });
}

export function mapEntryAsType(use: TypeName, entry: MessageDeclaration): Problem {
  return problem("map-entry-as-type", use, `\`${use.text}\` is made for a map field and cannot be used by itself`, {
    help: "declare a message of your own with the fields `key` and `value`",
    related: [
      {
        source: entry.file.parsed.source,
        span: entry.nameSpan,
        message: `the map field that \`${entry.name}\` is made for`,
      },
    ],
  });
}
