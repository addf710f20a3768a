// The request side of ProtoJSON: text → message, with numbers as they were typed and errors at their place.
import { type DescMessage, fromJson, type Registry, toBinary } from "@bufbuild/protobuf";
import { type JsonPlace, jsonPathText, jsonTree, placeWords, repeatedKey } from "./jsonTree.ts";
import { findMistake } from "./requestMistake.ts";
import { requestWords } from "./requestWords.ts";
import { type Mistake, readTyped } from "./typedJson.ts";

export type EncodedRequest =
  | { kind: "message"; bytes: Uint8Array }
  /** The smallest place in the text that is at fault; of an object or array, its bracket. */
  | ({ kind: "wrong"; reason: string } & JsonPlace);

/**
 * Reads one ProtoJSON value (comments and trailing commas allowed) as a message and encodes it. Integers too long for a
 * JavaScript number stay exact, since the text of the number is used and not its value. `types`: what `Any` may hold.
 */
export function encodeRequest(message: DescMessage, text: string, types: Registry): EncodedRequest {
  const tree = jsonTree(text);
  if (tree.kind === "wrong") return tree;
  const { root } = tree;
  const repeated = repeatedKey(root);
  if (repeated !== undefined) {
    const { value, offset, length } = repeated;
    return { kind: "wrong", reason: requestWords.setTwice(value, placeWords(text, offset)), offset, length };
  }
  const { json, refused } = readTyped(root, message, { text, types });
  if (refused !== undefined) return wrong(refused);
  try {
    return { kind: "message", bytes: toBinary(message, fromJson(message, json, { registry: types })) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wrong(findMistake(root, message, { text, types }) ?? { node: root, reason });
  }
}

function wrong({ node, reason }: Mistake): EncodedRequest {
  const path = jsonPathText(node);
  const { offset, type } = node;
  const length = type === "object" || type === "array" ? 1 : node.length;
  return { kind: "wrong", reason: `${path === "" ? "" : `\`${path}\`: `}${reason}`, offset, length };
}
