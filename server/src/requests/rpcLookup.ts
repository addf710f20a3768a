// From the names in a request to the declarations in the workspace.
import type { MethodDeclaration, ServiceDeclaration } from "../compiler/link/declarations.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import type { OutlineKind } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { AnyTypes } from "./checkBody.ts";
import { type SchemaView, schemaView } from "./schemaView.ts";

/** What must be got before the answer is known; `files` with all they import. */
export interface SchemaNeeds {
  readonly kind: "needs";
  readonly files: readonly string[];
  /** Whether every file of the folders must be outlined first. */
  readonly index: boolean;
  /** They stay loaded, as the next edit of the request needs them again. */
  readonly keep: true;
  /** Reads them, where they are not of the workspace. */
  readonly load?: (needs: SchemaNeeds) => Promise<unknown>;
}

/** A service, its file and what that sees. */
export interface FoundService {
  readonly kind: "service";
  readonly service: ServiceDeclaration;
  readonly view: SchemaView;
  readonly uri: string;
}

export interface FoundRpc {
  readonly kind: "rpc";
  readonly method: MethodDeclaration;
  readonly view: SchemaView;
  /** Of the `.proto` document. */
  readonly uri: string;
}

/** A name that is declared nowhere, with one close to it. */
export interface UnknownName {
  readonly kind: "unknown";
  readonly part: "service" | "method";
  readonly nearest: string | undefined;
  /** What there is instead, where that is a short list: the rpcs of the service. */
  readonly known: readonly string[];
}

/** The service of a full name, from the file nearest to `uri` that declares it. */
function findService(snapshot: Snapshot, uri: string, fullName: string): FoundService | UnknownName | SchemaNeeds {
  const found = snapshot.declarations(fullName, uri).find(one => one.symbol.kind === "service");
  if (found === undefined) {
    if (!snapshot.indexed) return { kind: "needs", files: [], index: true, keep: true };
    return { kind: "unknown", part: "service", nearest: nearestOf(snapshot, fullName, ["service"]), known: [] };
  }
  const view = viewOf(snapshot, found.file.uri);
  if (view.kind === "needs") return view;
  const service = view.view?.file.declared.byName.get(fullName);
  if (view.view === undefined || service?.kind !== "service")
    return { kind: "unknown", part: "service", nearest: undefined, known: [] };
  return { kind: "service", service, view: view.view, uri: found.file.uri };
}

/** The rpc of a service's full name and its own. */
export function findRpc(
  snapshot: Snapshot,
  uri: string,
  names: { readonly service: string; readonly method: string },
): FoundRpc | UnknownName | SchemaNeeds {
  const found = findService(snapshot, uri, names.service);
  if (found.kind !== "service") return found;
  const { methods } = found.service;
  const method = methods.find(one => one.name === names.method);
  if (method !== undefined) return { kind: "rpc", method, view: found.view, uri: found.uri };
  const known = methods.map(one => one.name);
  return { kind: "unknown", part: "method", nearest: nearestName(names.method, known), known };
}

/** Types that an `Any` may hold, looked up from the file of `view`; what has to be loaded first is put into `needed`. */
export function anyTypes(snapshot: Snapshot, uri: string, view: SchemaView, needed: Set<string>): AnyTypes {
  return {
    find: fullName => {
      const seen = view.message(fullName);
      if (seen !== undefined) return { message: seen, view };
      const found = snapshot.declarations(fullName, uri).find(one => one.symbol.kind === "message");
      if (found === undefined) return undefined;
      const other = viewOf(snapshot, found.file.uri);
      if (other.kind === "needs") {
        needed.add(found.file.uri);
        return undefined;
      }
      const message = other.view?.message(fullName);
      return message === undefined || other.view === undefined ? undefined : { message, view: other.view };
    },
    nearest: fullName => nearestOf(snapshot, fullName, ["message"]),
  };
}

function viewOf(snapshot: Snapshot, uri: string): { kind: "view"; view: SchemaView | undefined } | SchemaNeeds {
  const missing = snapshot.missing(uri);
  if (missing.some(one => !one.endsWith("/"))) return { kind: "needs", files: [uri], index: false, keep: true };
  if (missing.length > 0 && !snapshot.indexed) return { kind: "needs", files: [], index: true, keep: true };
  const file = snapshot.linked(uri);
  return { kind: "view", view: file === undefined ? undefined : schemaView(file) };
}

function nearestOf(snapshot: Snapshot, fullName: string, kinds: readonly OutlineKind[]): string | undefined {
  const names = symbolsOf(snapshot, kinds);
  const nearest = nearestName(fullName, names);
  if (nearest !== undefined) return nearest;
  // A name without its package, or with another one.
  const last = fullName.slice(fullName.lastIndexOf(".") + 1);
  return names.find(one => one === last || one.endsWith(`.${last}`));
}

function symbolsOf(snapshot: Snapshot, kinds: readonly OutlineKind[]): string[] {
  const names: string[] = [];
  for (const file of snapshot.outlinesWithBundled()) {
    for (const { fullName } of file.outline.symbols(...kinds)) names.push(fullName);
  }
  return names;
}
