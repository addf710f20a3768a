// Writes THIRD-PARTY-NOTICES.txt: name, version and licence text of every package of which code is in a bundle.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describedProto, protoFolders } from "./protoSources.mjs";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** `metafiles`: what esbuild tells of the inputs of each bundle. */
export function writeNotices(metafiles) {
  const folders = new Set();
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (found) folders.add(found[1]);
    }
  }
  // Their `.proto` files are bundled as text, not as modules.
  for (const { from } of [...protoFolders, describedProto]) folders.add(`node_modules/${from}`);
  const parts = [...folders].sort().map(folder => notice(path.join(repository, folder)));
  const head = "Protodial bundles code of the packages below, each under its own licence.\n";
  const output = path.join(repository, "THIRD-PARTY-NOTICES.txt");
  const text = [head, ...parts].join(`\n${"-".repeat(100)}\n\n`);
  if (!existsSync(output) || readFileSync(output, "utf8") !== text) writeFileSync(output, text);
}

function notice(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const licence = typeof manifest.license === "string" ? manifest.license : "see below";
  const repositoryOf = typeof manifest.repository === "string" ? manifest.repository : manifest.repository?.url;
  const file = readdirSync(folder).find(name => /^(licen[cs]e|copying)/i.test(name));
  // The package protoc calls itself Apache-2.0; the `.proto` files in it are Google's.
  const protos = [...protoFolders, describedProto].filter(({ from }) => from === manifest.name);
  const held = [...new Set([licence, ...protos.map(one => one.licence)])].join(" AND ");
  const text = file === undefined ? standardText(held) : readFileSync(path.join(folder, file), "utf8");
  const bundled = protos.length === 0 ? "" : `Its .proto files: ${protos.map(one => one.imported).join(", ")}\n`;
  return `${manifest.name} ${manifest.version} (${licence})\n${repositoryOf ?? ""}\n${bundled}\n${text.trim()}\n`;
}

// Several packages name their licence without its text. All of them that are under the BSD licence have it from Google's
// Protocol Buffers.
function standardText(licence) {
  const texts = [];
  if (licence.includes("Apache-2.0"))
    texts.push("Apache License, Version 2.0: the text stands in the file LICENSE of this product.");
  if (licence.includes("BSD-3-Clause")) texts.push(protobufLicence());
  if (texts.length === 0) throw new Error(`the licence ${licence} comes without a text`);
  return texts.join("\n\n");
}

function protobufLicence() {
  const file = path.join(repository, "node_modules/protoc/include/google/protobuf/any.proto");
  const lines = readFileSync(file, "utf8").split("\n");
  const header = lines.slice(
    0,
    lines.findIndex(line => !line.startsWith("//")),
  );
  return header.map(line => line.replace(/^\/\/ ?/, "")).join("\n");
}
