// Import roots in words, as hovers and the command line tell them.
import type { RootReason } from "./importRoots.ts";

/** Why a folder is an import root: to be read after its name and a colon. */
export function rootReason(reason: RootReason): string {
  switch (reason.kind) {
    case "setting":
      return "the setting `protodial.importRoots`";
    case "bufModule":
      return "a module of `buf.yaml`";
    case "inferred":
      return "inferred from packages and imports";
    case "workspaceFolder":
      return "the workspace folder";
    case "folderAbove":
      return "above the root of the importing file";
    case "customaryFolder":
      return "by custom a folder of protos";
    case "elsewhere":
      return "no import root, but the nearest place in the workspace that ends in the path";
    case "repository":
      return "the repository whose name the path has";
    case "bundled":
      return "comes with Protodial";
  }
}
