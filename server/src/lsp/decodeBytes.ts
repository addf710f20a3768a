// Bytes that the user has at hand: which types they may be, and what they say.
import type { CallWorker } from "../calling/callWorkerHandle.ts";
import { descriptorSet, filesWithImports } from "../compiler/describe/descriptorSet.ts";
import type { DecodeBytesParams, DecodeBytesResult } from "../protocol/bytes.ts";
import { base64Text } from "../requests/base64.ts";
import { readBytesText } from "../wire/bytesText.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { ServerContext } from "./context.ts";

const mostNames = 5000;

/** Lists types where none is asked for, else decodes. */
export async function decodeBytes(
  context: ServerContext,
  worker: CallWorker | undefined,
  { text, base64, type }: DecodeBytesParams,
): Promise<DecodeBytesResult> {
  if (worker === undefined) return { kind: "wrong", reason: "bytes are decoded in the desktop editor only" };
  const read = text === undefined ? undefined : readBytesText(text);
  if (read?.kind === "wrong") return { kind: "wrong", reason: read.reason };
  const bytes = read === undefined ? (base64 ?? "") : base64Text(read.bytes);
  if (bytes === "") return { kind: "wrong", reason: "there are no bytes to decode" };

  const indexed = await context.indexed();
  const open = [...indexed.documents.values()].filter(one => one.languageId === "proto").map(one => one.uri);
  const [declaring] = type === undefined ? [] : indexed.declarations(type, open[0] ?? "");
  const uris = declaring === undefined ? open : [declaring.file.uri];
  const schema = schemaOf(await context.loaded(uris), uris);
  if (type !== undefined) {
    return { kind: "decoded", text: await worker.decodedText(bytes, schema, type === "" ? undefined : type) };
  }
  const fitting = await worker.fittingTypes(bytes, schema);
  const known = new Set(fitting.map(one => one.name));
  return { kind: "types", types: fitting, others: otherMessages(indexed, known) };
}

/** Descriptors of files and their imports; those that have errors are left out. */
function schemaOf(snapshot: Snapshot, uris: readonly string[]): string {
  const sets: Uint8Array[] = [];
  for (const uri of uris) {
    const { compilation, path } = snapshot.compilation(uri);
    const files = filesWithImports([path], compilation);
    const isBroken = files.some(one =>
      compilation.problems(one.declared.path).some(problem => problem.severity === "error"),
    );
    if (!isBroken) sets.push(descriptorSet([path], compilation, { sourceInfo: "without", jsonNames: "all" }));
  }
  // Sets one after another are one set.
  const whole = new Uint8Array(sets.reduce((length, set) => length + set.length, 0));
  let at = 0;
  for (const set of sets) {
    whole.set(set, at);
    at += set.length;
  }
  return base64Text(whole);
}

function otherMessages(snapshot: Snapshot, known: ReadonlySet<string>): string[] {
  const names: string[] = [];
  for (const { outline } of snapshot.outlines()) {
    for (const { fullName } of outline.symbols("message")) {
      if (!known.has(fullName)) names.push(fullName);
      if (names.length >= mostNames) return names;
    }
  }
  return names;
}
