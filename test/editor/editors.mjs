// The editors the suite runs in: the newest VS Code that can be had from npm, and the oldest that package.json's
// `engines.vscode` promises. Both come as code-server, which carries VS Code's own server and workbench unchanged.
import { homedir } from "node:os";
import { join } from "node:path";

export const cacheFolder =
  process.env.PROTODIAL_EDITOR_CACHE ??
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "protodial-editor");

export const editors = [
  { name: "newest", codeServer: "4.139.1", code: "1.139.1", node: { major: 24, version: "24.21.0" } },
  { name: "oldest", codeServer: "4.99.4", code: "1.99.3", node: { major: 20, version: "20.20.2" } },
];

export const editorFolder = editor => join(cacheFolder, `code-server-${editor.codeServer}`);

export const vscodeFolder = editor => join(editorFolder(editor), "node_modules", "code-server", "lib", "vscode");

/** The folder that holds `bin/node` and `include/node` when Node comes from npm. */
export const npmNodeFolder = node =>
  join(cacheFolder, `node-${node.version}`, "node_modules", `node-linux-${process.arch}`);
