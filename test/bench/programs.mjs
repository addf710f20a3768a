// What is measured: our language server and buf's, and what Node itself costs.
import { existsSync } from "node:fs";
import path from "node:path";

/** Our language server, and buf's where there is one for this platform. */
export function languageServers(repository) {
  const ours = {
    name: "Protodial",
    command: process.execPath,
    args: [path.join(repository, "dist/server.js"), "--stdio"],
  };
  const buf = { name: "buf", command: bufBinary(repository), args: ["lsp", "serve"] };
  return { ours, buf: existsSync(buf.command) ? buf : undefined };
}

/** The platform's own binary: the package's script is Node, and would be measured with it. */
export function bufBinary(repository) {
  return path.join(repository, `node_modules/@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`);
}
