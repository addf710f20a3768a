// The files that a request is read with: those of the editor, or what its `# @schema` names.
import type { Problem } from "../compiler/report/problem.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Request, RequestOption } from "./requestDocument.ts";
import type { SchemaNeeds } from "./rpcLookup.ts";

/** Gives the schema of a request in the document `uri` as far as it is known now; `snapshot` is the editor's. */
export type SchemaOfRequest = (snapshot: Snapshot, uri: string, request: Request) => RequestSchema;

export type RequestSchema = KnownSchema | UnknownSchema;

export interface KnownSchema {
  readonly kind: "schema";
  readonly snapshot: Snapshot;
  /** How it is told where something is not found in it: `the workspace`. */
  readonly words: string;
  /** Reads what is missing of it; absent where it is the workspace itself. */
  readonly load?: (needs: SchemaNeeds) => Promise<unknown>;
}

export interface UnknownSchema {
  readonly kind: "unknown";
  /** What to tell the user, where there is something to be done. */
  readonly problem?: Problem;
}

/** The option that names another schema than the editor's. */
export function otherSchema(request: Request): RequestOption | undefined {
  const option = request.options.find(one => one.key === "schema");
  return option === undefined || option.value.text === "editor" ? undefined : option;
}

/** Knows the editor's schema alone. */
export const editorSchema: SchemaOfRequest = (snapshot, _, request) =>
  otherSchema(request) === undefined ? workspaceSchema(snapshot) : { kind: "unknown" };

/** The files as they stand in the editor. */
export function workspaceSchema(snapshot: Snapshot): KnownSchema {
  return { kind: "schema", snapshot, words: "the workspace" };
}

/** What has to be read of a schema, by the schema itself where that is not the workspace. */
export function needsOf({ load }: KnownSchema, needs: Pick<SchemaNeeds, "files" | "index">): SchemaNeeds {
  const { files, index } = needs;
  return { kind: "needs", files, index, keep: true, ...(load === undefined ? {} : { load }) };
}

/** What several requests need, of the workspace together; undefined where there is nothing. */
export function allNeeds(needed: readonly SchemaNeeds[]): SchemaNeeds | undefined {
  const [first] = needed;
  const other = needed.find(one => one.load !== undefined);
  if (first === undefined || other !== undefined) return other;
  const files = [...new Set(needed.flatMap(one => one.files))];
  return { kind: "needs", files, index: needed.some(one => one.index), keep: true };
}
