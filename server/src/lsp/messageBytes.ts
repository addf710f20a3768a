// The bytes of a message as the client is told them: each field with the place where the editor has it declared.
import type { DeclaredField, ReadMessageBytes } from "../calling/messageBytes.ts";
import { lspLocation } from "../features/lspRange.ts";
import type { FieldDeclarationPlace, MessageBytes } from "../protocol/bytes.ts";
import type { ServerContext } from "./context.ts";

/** `nearUri`: of several files that declare a message, what is nearest to it counts. */
export async function withDeclarations(
  context: ServerContext,
  { bytes, declared }: ReadMessageBytes,
  nearUri: string,
): Promise<MessageBytes> {
  if (bytes.fields.length === 0) return bytes;
  const indexed = await context.indexed();
  const files = new Map<string, string>();
  for (const one of declared) {
    if (one === undefined || files.has(one.scope)) continue;
    const [found] = indexed.declarations(one.scope, nearUri);
    if (found !== undefined) files.set(one.scope, found.file.uri);
  }
  const snapshot = await context.loaded([...new Set(files.values())]);
  const places = new Map<string, FieldDeclarationPlace | undefined>();
  const placeOf = ({ scope, field }: DeclaredField): FieldDeclarationPlace | undefined => {
    const known = places.get(field);
    if (known !== undefined || places.has(field)) return known;
    const uri = files.get(scope);
    const declaration = uri === undefined ? undefined : snapshot.linked(uri)?.declared.byName.get(field);
    const place =
      declaration === undefined
        ? undefined
        : lspLocation(snapshot, declaration.file.parsed.source, declaration.nameSpan);
    places.set(field, place);
    return place;
  };
  const fields = bytes.fields.map((row, index) => {
    const own = declared[index];
    const declaration = own === undefined ? undefined : placeOf(own);
    return declaration === undefined ? row : { ...row, declaration };
  });
  return { ...bytes, fields };
}
