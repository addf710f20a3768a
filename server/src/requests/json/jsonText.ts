import { filledIn, type PlaceholderValue, type TemplateText } from "../placeholders.ts";
import type { JsonNode, JsonString } from "./jsonNodes.ts";

/**
 * The JSON text of `node` without comments and white space, every number and string as it is written in `text`.
 * Placeholders become their values: raw JSON where one stands for a value, text inside a string.
 */
export function jsonText(text: string, node: JsonNode, fill: PlaceholderValue): string {
  switch (node.kind) {
    case "object":
      return `{${node.members.map(one => `${stringText(text, one.key, fill)}:${memberText(text, one.value, fill)}`).join(",")}}`;
    case "array":
      return `[${node.elements.map(one => jsonText(text, one, fill)).join(",")}]`;
    case "string":
      return stringText(text, node, fill);
    case "number":
      return node.text;
    case "literal":
      return String(node.value);
    case "placeholder":
      return fill(node.placeholder) ?? "null";
  }
}

function memberText(text: string, value: JsonNode | undefined, fill: PlaceholderValue): string {
  return value === undefined ? "null" : jsonText(text, value, fill);
}

function stringText(text: string, node: JsonString, fill: PlaceholderValue): string {
  const written = text.slice(node.start, node.end);
  if (!written.startsWith('"')) return JSON.stringify(node.value);
  if (node.placeholders.length === 0) return written;
  const part: TemplateText = { start: node.start, end: node.end, text: written, placeholders: node.placeholders };
  return filledIn(part, one => {
    const value = fill(one);
    return value === undefined ? undefined : JSON.stringify(value).slice(1, -1);
  });
}
