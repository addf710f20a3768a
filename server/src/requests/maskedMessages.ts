import type { MessageDeclaration } from "../compiler/link/declarations.ts";
import { isList, type SchemaView } from "./schemaView.ts";
import { wellKnown } from "./wellKnownTypes.ts";

/**
 * Of which messages a field mask in a field of `around` names the fields: in an update, of the message beside it;
 * elsewhere it may well be of what is answered, which no field tells.
 */
export function maskedMessages(around: MessageDeclaration, view: SchemaView): readonly MessageDeclaration[] {
  const beside = around.fields.flatMap(field => {
    const shape = view.shapeOf(field);
    const isPlain = shape.kind === "message" && wellKnown(shape.message.fullName) === undefined;
    return isPlain && !isList(field) ? [shape.message] : [];
  });
  return beside.length > 0 ? [...new Set(beside)] : [around];
}
