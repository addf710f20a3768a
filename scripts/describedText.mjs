// The text of a `.proto` file of which a package has only what was generated from it: its descriptor, and its comments.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { printProto } from "./printProto.mjs";

const require = createRequire(import.meta.url);

/**
 * The text of what a module of a package describes, which protoc-gen-es made: see `describedProto` in `protoSources.mjs`.
 * Its typings, with the comments, stand beside it.
 */
export function describedText({ from, module, exported }) {
  const file = require.resolve(`${from}/${module}`);
  const described = require(file)[exported];
  const head = /^(?:\/\/.*\n)+/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
  const typings = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
  return printProto(described, {
    head: head.replace(/^\/\/ ?/gm, "").trimEnd(),
    comments: commentsIn(typings, described.proto.package),
  });
}

// Each comment ends by saying what it was generated from. Fields and values are told without the message or enum that
// they stand in, which is the one before them; extensions without the package.
function commentsIn(typings, packageName) {
  const comments = new Map();
  let owner = packageName;
  for (const [, block] of typings.matchAll(/\/\*\*\n(.*?)\n *\*\//gs)) {
    const text = block.replace(/^ *\* ?/gm, "").replaceAll("*\\/", "*/");
    const [, comment, kind, what] = /^(.*?)\n*@generated from (\w+(?: value)?):? (.*)$/s.exec(text) ?? [];
    if (what === undefined) continue;
    const name = /([\w.]+)(?: = \d+;.*)?$/.exec(what)?.[1];
    if (kind === "message" || kind === "enum") owner = name;
    const scope = { field: owner, "enum value": owner, extension: packageName }[kind];
    comments.set(scope === undefined ? name : `${scope}.${name}`, comment.trimEnd());
  }
  return comments;
}
