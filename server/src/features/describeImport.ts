import { foundReason, quoted, rootReason } from "../workspace/rootWords.ts";
import { shownPlace } from "../workspace/shownPlace.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** Which file an import in `uri` leads to, why that one, and which others it hides or may mean, as Markdown. */
export function describeImport(snapshot: Snapshot, uri: string, path: string): string {
  const view = snapshot.importView(uri);
  const shown = (one: string) => shownPlace(snapshot.folders, one);
  // A client opens the file behind a `protodial:` uri as a document.
  const link = (one: string) => `[${quoted(shown(one))}](${one})`;
  const [found, ...hidden] = view.places(path);
  if (found === undefined) {
    const roots = view.rootsThere().map(root => `- ${quoted(shown(root.uri))}: ${rootReason(root.reason)}`);
    const looked = roots.length === 0 ? "" : ` Looked for in:\n\n${roots.join("\n")}`;
    return `${quoted(path)} was not found.${looked}`;
  }
  const parts = [link(found.uri), foundReason(found, shown)];
  if (hidden.length > 0) {
    const others = hidden.map(one => `- ${link(one.uri)}, ${foundReason(one, shown)}`);
    const hides = found.root.reason.kind === "elsewhere" ? "It may mean as well" : "It hides";
    parts.push(`${hides}:\n\n${others.join("\n")}`);
  }
  return parts.join("\n\n");
}
