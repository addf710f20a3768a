// Import roots in words, as hovers and the command line tell them.

import { bundledOrigins } from "./bundledFiles.generated.ts";
import type { RootReason } from "./importRoot.ts";
import type { FoundFile } from "./importRoots.ts";
import { baseName, bundledPath } from "./uri.ts";

/** Why a folder is an import root: to be read after its name and a colon. */
export function rootReason(reason: RootReason): string {
  switch (reason.kind) {
    case "setting":
      return "named in `protodial.importRoots` or with `-I`";
    case "bufModule":
      return `a module of \`${baseName(reason.file)}\``;
    case "inferred":
      return "inferred from packages and imports";
    case "workspaceFolder":
      return "the workspace folder";
    case "folderAbove":
      return "above the root of the importing file";
    case "customaryFolder":
      return "by custom a folder of protos";
    case "elsewhere":
      return "no import root, but a place in the workspace that ends in the path";
    case "repository":
      return "the repository whose name the path has";
    case "bufDependency":
      return `\`${reason.name}\` of \`buf.lock\``;
    case "goModule":
      return reason.version === ""
        ? `the Go module \`${reason.name}\``
        : `the Go module \`${reason.name}\` ${reason.version}`;
    case "nodePackage":
      return reason.name === "" ? "packages of Node" : `the package \`${reason.name}\` of Node`;
    case "toolFolder":
      return `where the tools of \`${baseName(reason.file)}\` put what they fetch`;
    case "bundled":
      return "comes with Protodial";
  }
}

/** Where a file comes from that an import finds: below which root and why that is one, or bundled and with what. */
export function foundReason({ uri, root }: FoundFile, shown: (uri: string) => string): string {
  const bundled = bundledPath(uri);
  if (bundled === undefined) return `below ${quoted(shown(root.uri))}: ${rootReason(root.reason)}`;
  const origin = bundledOrigins[bundled.slice(0, bundled.lastIndexOf("/"))];
  return `${rootReason(root.reason)}, from ${origin}`;
}

/** A path in backticks. It may have anything in it, and Markdown may have images. */
export function quoted(path: string): string {
  return `\`${path.replaceAll("`", "'")}\``;
}
