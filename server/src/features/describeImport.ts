import type { ImportRoot } from "../workspace/importRoots.ts";
import type { FoundFile } from "../workspace/importRoots.ts";
import { rootReason } from "../workspace/rootWords.ts";
import { shownPlace } from "../workspace/shownPlace.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** Which file an import in `uri` leads to, why that one, and which others it hides, as Markdown. */
export function describeImport(snapshot: Snapshot, uri: string, path: string): string {
  const view = snapshot.importView(uri);
  const [found, ...hidden] = view.places(path);
  if (found === undefined) {
    const roots = view.rootsThere().map(root => `- ${describeRoot(snapshot, root)}`);
    const looked = roots.length === 0 ? "" : `\n\nLooked for below:\n\n${roots.join("\n")}`;
    return `${code(path)} was not found.${looked}`;
  }
  const parts = [`${link(snapshot, found)}\n\n${origin(snapshot, found.root)}`];
  if (hidden.length > 0) {
    const others = hidden.map(one => `- ${link(snapshot, one)}, ${origin(snapshot, one.root)}`);
    parts.push(`It hides:\n\n${others.join("\n")}`);
  }
  return parts.join("\n\n");
}

function origin(snapshot: Snapshot, root: ImportRoot): string {
  return root.reason.kind === "bundled" ? rootReason(root.reason) : `below ${describeRoot(snapshot, root)}`;
}

function describeRoot(snapshot: Snapshot, { uri, reason }: ImportRoot): string {
  return `${code(shownPlace(snapshot.folders, uri))}: ${rootReason(reason)}`;
}

function link(snapshot: Snapshot, { uri }: FoundFile): string {
  // What the editor shows of a `protodial:` uri is the bundled file.
  return `[${code(shownPlace(snapshot.folders, uri))}](${uri})`;
}

// A path may have anything in it, and Markdown may have images.
function code(path: string): string {
  return `\`${path.replaceAll("`", "'")}\``;
}
