// The wording of what can be wrong with a request's messages against their schema.
import type { EnumDeclaration, FieldDeclaration, MessageDeclaration } from "../compiler/link/declarations.ts";
import { preferred, replaceFix } from "../compiler/report/fix.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { listed } from "../compiler/report/nouns.ts";
import { type Fix, type Problem, problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import type { JsonNode, JsonString } from "./json/jsonNodes.ts";
import { jsonKey } from "./schemaView.ts";

export function unknownField(key: JsonString, message: MessageDeclaration): Problem {
  const names = message.fields.map(jsonKey);
  const nearest = nearestName(key.value, names);
  return problem("request-unknown-field", key, `\`${message.fullName}\` has no field \`${key.value}\``, {
    help: nearest !== undefined ? `did you mean \`${nearest}\`?` : fieldsHelp(names),
    fixes: nearest === undefined ? [] : [write(nearest, key, JSON.stringify(nearest))],
  });
}

export function unknownExtension(key: JsonString, message: MessageDeclaration): Problem {
  const message_ = `no extension \`${key.value.slice(1, -1)}\` of \`${message.fullName}\` is found`;
  return problem("request-unknown-field", key, message_, {
    help: "import the file that declares it into the file of the service",
  });
}

export function setTwice(key: JsonString, first: JsonString): Problem {
  const also = first.value === key.value ? "" : `, before as \`${first.value}\``;
  return problem("request-duplicate-key", key, `\`${key.value}\` is already set${also}`, {
    help: "remove one of the two",
  });
}

export function keyTwice(key: JsonString): Problem {
  return problem("request-duplicate-key", key, `the key \`${key.value}\` is already set`, {
    help: "remove one of the two",
  });
}

export function secondOfOneof(key: JsonString, field: FieldDeclaration, first: FieldDeclaration): Problem {
  const message = `\`${jsonKey(field)}\` and \`${jsonKey(first)}\` are both of the oneof \`${field.oneof?.name}\``;
  return problem("request-oneof", key, message, { help: "a message has one of them: remove the other" });
}

export function missingRequired(node: JsonNode, field: FieldDeclaration): Problem {
  const open = { start: node.start, end: node.start + 1 };
  return problem("request-required", open, `the required field \`${jsonKey(field)}\` is not set`, {});
}

/** `expected`: with an article, `a number (\`int32\`)`. */
export function wrongType(node: JsonNode, subject: string, expected: string, fixes: readonly Fix[] = []): Problem {
  return problem("request-type", node, `${subject} takes ${expected}, found ${found(node)}`, { fixes });
}

export function nullElement(node: JsonNode, subject: string): Problem {
  return problem("request-type", node, `\`null\` cannot be an element of ${subject}`, {
    help: "leave the element out",
  });
}

export function notWhole(node: JsonNode, written: string, type: string): Problem {
  return problem("request-type", node, `\`${written}\` is not a whole number`, { help: `the type is \`${type}\`` });
}

export function notNumeric(node: JsonNode, written: string, type: string): Problem {
  return problem("request-type", node, `\`${written}\` is not a number`, { help: `the type is \`${type}\`` });
}

export function outOfRange(node: JsonNode, written: string, type: string, range: string): Problem {
  return problem("request-range", node, `\`${written}\` does not fit \`${type}\``, { help: range });
}

export function unquotedInt64(node: JsonNode, written: string, type: string): Problem {
  return problem("request-int64", node, `\`${written}\` is beyond 2^53: most JSON readers round it`, {
    severity: "warning",
    help: `write values of \`${type}\` in double quotes`,
    fixes: [preferred(replaceFix("Put it in double quotes", node, JSON.stringify(written)))],
  });
}

export function loneSurrogate(node: JsonNode): Problem {
  return problem("request-type", node, "this text is not valid Unicode: half of a surrogate pair stands in it", {
    help: "write both halves, `\\ud83d\\ude00`",
  });
}

export function notBase64(node: JsonNode): Problem {
  return problem("request-base64", node, "this is not base64", { help: "the field holds bytes" });
}

export function unknownEnumValue(node: JsonString, declaration: EnumDeclaration): Problem {
  const names = declaration.values.map(one => one.name);
  const nearest = nearestName(node.value, names) ?? names.find(one => one.endsWith(`_${node.value.toUpperCase()}`));
  const message = `\`${declaration.fullName}\` has no value \`${node.value}\``;
  return problem("request-enum", node, message, {
    help: nearest === undefined ? valuesHelp(names) : `did you mean \`${nearest}\`?`,
    fixes: nearest === undefined ? [] : [write(nearest, node, JSON.stringify(nearest))],
  });
}

export function unknownEnumNumber(node: JsonNode, written: string, declaration: EnumDeclaration): Problem {
  return problem("request-enum", node, `\`${declaration.fullName}\` has no value with the number \`${written}\``, {
    help: valuesHelp(declaration.values.map(one => one.name)),
  });
}

export function badMapKey(key: JsonString, type: string): Problem {
  return problem("request-map-key", key, `\`${key.value}\` is not a key of this map`, {
    help: type === "bool" ? "write `true` or `false`" : `its keys are numbers (\`${type}\`)`,
  });
}

export function badTimestamp(node: JsonNode, written: string): Problem {
  const date = /^(\d{4}-\d{2}-\d{2})(?:[ tT](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?([zZ]|[+-]\d{2}:\d{2})?$/.exec(
    written,
  );
  const [, day, minutes = "00:00", seconds = ":00", zone = "Z"] = date ?? [];
  const mended = day === undefined ? undefined : `${day}T${minutes}${seconds}${zone.toUpperCase()}`;
  return problem("request-timestamp", node, `\`${written}\` is not a timestamp`, {
    help: "write it as in RFC 3339, `2026-01-01T00:00:00Z`",
    fixes: mended === undefined || mended === written ? [] : [write(mended, node, JSON.stringify(mended))],
  });
}

export function impossibleDate(node: JsonNode, written: string): Problem {
  return problem("request-timestamp", node, `there is no such time as \`${written}\``, {
    help: "timestamps reach from `0001-01-01T00:00:00Z` to `9999-12-31T23:59:59.999999999Z`",
  });
}

export function badDuration(node: JsonNode, written: string): Problem {
  const scales: Readonly<Record<string, number>> = { ms: 0.001, m: 60, min: 60, h: 3600, "": 1 };
  const match = /^(-?\d+)\s*(ms|m|min|h|)$/.exec(written);
  const factor = match === null ? undefined : scales[match[2] ?? ""];
  const mended = match === null || factor === undefined ? undefined : `${Number(match[1]) * factor}s`;
  return problem("request-duration", node, `\`${written}\` is not a duration`, {
    help: 'write seconds and `s`, `"1.5s"`',
    fixes: mended === undefined || mended.includes("e") ? [] : [write(mended, node, JSON.stringify(mended))],
  });
}

export function durationRange(node: JsonNode, written: string): Problem {
  return problem("request-duration", node, `\`${written}\` is longer than a duration can be`, {
    help: "durations reach to 315576000000 seconds, about 10000 years",
  });
}

export function badFieldMask(node: JsonNode, path: string, whole: string): Problem {
  const mended = path.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
  return problem("request-field-mask", node, `\`${path}\` is not the path of a field mask`, {
    help: mended === path ? 'write paths as `"name,parent.displayName"`' : `in JSON it is written \`${mended}\``,
    fixes: mended === path ? [] : [write(mended, node, JSON.stringify(whole.split(path).join(mended)))],
  });
}

export function typeUrlMissing(node: JsonNode): Problem {
  const open = { start: node.start, end: node.start + 1 };
  return problem("request-any", open, 'an `Any` says what it holds: `"@type"` is missing', {
    help: 'write `"@type": "type.googleapis.com/pkg.Message"`',
  });
}

export function anyValueMissing(typeUrl: JsonNode, message: MessageDeclaration): Problem {
  return problem("request-any", typeUrl, `what the \`${message.fullName}\` holds is missing`, {
    help: 'it has a JSON form of its own, which stands under the key `"value"`',
  });
}

export function unknownAnyType(node: JsonNode, fullName: string, nearest: string | undefined): Problem {
  return problem("request-any", node, `no message \`${fullName}\` is found`, {
    help:
      nearest === undefined
        ? "the type behind the last `/` is the full name of a message"
        : `did you mean \`${nearest}\`?`,
  });
}

export function oneMessageExpected(second: Span, method: string, count: number): Problem {
  return problem("request-messages", second, `\`${method}\` takes one message, found ${count}`, {
    help: "separate requests with a line that begins with `###`",
  });
}

function found(node: JsonNode): string {
  switch (node.kind) {
    case "object":
      return "an object";
    case "array":
      return "an array";
    case "string":
      return "a string";
    case "number":
      return "a number";
    case "literal":
      return `\`${node.value}\``;
    case "placeholder":
      return "a placeholder";
  }
}

const mostNames = 8;

function fieldsHelp(names: readonly string[]): string {
  if (names.length === 0) return "it has no fields";
  const more = names.length - mostNames;
  return more > 0
    ? `its fields are ${names
        .slice(0, mostNames)
        .map(one => `\`${one}\``)
        .join(", ")} and ${more} more`
    : `its fields are ${listed(names, "and")}`;
}

function valuesHelp(names: readonly string[]): string {
  return names.length > 8 ? "complete the name to see its values" : `its values are ${listed(names, "and")}`;
}

function write(name: string, span: Span, newText: string): Fix {
  return preferred(replaceFix(`Change to \`${name}\``, { start: span.start, end: span.end }, newText));
}
