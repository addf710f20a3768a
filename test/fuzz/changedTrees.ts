// Trees of real files, and the same with changes in many of them, both right.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Compilation, compilation } from "../../server/src/compiler/compile.ts";
import { optionTypesPath } from "../../server/src/compiler/link/options.ts";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";
import { changeCases } from "../breaking/cases/all.ts";
import { treeOf } from "../breaking/cases/case.ts";
import { changedSchema } from "./schemaChanges.ts";
import { rewrittenSchema } from "./schemaRewrites.ts";
import { movedTree } from "./treeMoves.ts";

export type Texts = ReadonlyMap<string, string>;

type Pick = (below: number) => number;

const modules = path.resolve(import.meta.dirname, "../../node_modules");

/** Where real files are found, each set below its own roots. */
export const sources: readonly (readonly string[])[] = [
  [path.join(modules, "google-proto-files")],
  ["envoy-api", "xds", "protoc-gen-validate", "googleapis"].map(name =>
    path.join(modules, "@grpc/grpc-js-xds/deps", name),
  ),
];

/** Some files of a set and all that they import. */
export function realTree(roots: readonly string[], count: number, pick: Pick): Texts {
  const all = roots.flatMap(root =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .map(name => name.split(path.sep).join("/"))
      .filter(name => name.endsWith(".proto") && !/^(google\/protobuf|tests|java)\//.test(name)),
  );
  const tree = new Map<string, string>();
  const add = (name: string) => {
    if (tree.has(name)) return;
    const file = roots.map(root => path.join(root, name)).find(one => existsSync(one));
    const text = file === undefined ? undefined : readFileSync(file, "utf8");
    // Well-known files are known to all.
    if (text === undefined || name.startsWith("google/protobuf/")) return;
    tree.set(name, text);
    for (const [, imported] of text.matchAll(/^\s*import\s+(?:public\s+)?"([^"]+)"/gm)) add(imported ?? "");
  };
  for (let at = 0; at < count; at++) add(all[pick(all.length)] ?? "");
  return rightFiles(tree);
}

/** Some of the small files that rules are tested with. */
export function smallTree(count: number, pick: Pick): Texts {
  const cases = Array.from({ length: count }, () => changeCases[pick(changeCases.length)]).filter(
    one => one !== undefined,
  );
  return treeOf(cases, pick(2) === 0 ? "before" : "after");
}

/** The tree with some things moved, one to three changes in each of most files, some of which go or get another name. */
export function changedTree(base: Texts, pick: Pick): Texts {
  const tree = withMoves(base, pick);
  const compiled = parsedOnce(tree);
  const changed = new Map(tree);
  for (const [name, text] of tree) {
    const fate = pick(40);
    if (fate < 2) {
      changed.delete(name);
      if (fate === 0) changed.set(name.replace(/\.proto$/, "_renamed.proto"), text);
      continue;
    }
    const other = someChange(text, pick, one => compiled(name, one));
    if (other !== undefined) changed.set(name, other);
  }
  return mended(changed, tree);
}

/** As many moves as leave it right, about one in ten files. */
function withMoves(base: Texts, pick: Pick): Texts {
  let tree = base;
  for (let left = 1 + base.size / 10; left > 0; left--) {
    const moved = movedTree(tree, pick);
    const files = compile(moved, new Map());
    if (![...moved.keys()].some(name => hasErrors(files, name))) tree = moved;
  }
  return tree;
}

function someChange(text: string, pick: Pick, isRight: (text: string) => boolean): string | undefined {
  for (let attempt = 0; attempt < 8; attempt++) {
    let other = text;
    for (let left = 1 + pick(3); left > 0; ) {
      const next = pick(2) === 0 ? rewrittenSchema(other, pick) : changedSchema(other, pick);
      if (next === undefined) continue;
      other = next;
      left--;
    }
    if (other !== text && isRight(other)) return other;
  }
  return undefined;
}

/** Puts back what does not compile, and what that imports, until all does; `base` does. */
export function mended(changed: Texts, base: Texts): Texts {
  let tree = changed;
  for (;;) {
    const files = compile(tree, new Map());
    const wrong = [...tree.keys()].filter(name => hasErrors(files, name));
    if (wrong.length === 0) return tree;
    tree = withoutChanges(tree, base, wrong);
  }
}

/** Leaves out what does not compile, until all does. */
export function rightFiles(tree: Texts): Texts {
  const files = compile(tree, new Map());
  const right = [...tree].filter(([name]) => !hasErrors(files, name));
  return right.length === tree.size ? tree : rightFiles(new Map(right));
}

/** Puts back some files, and what they import, to what they are in `base`. */
export function withoutChanges(changed: Texts, base: Texts, wrong: readonly string[]): Texts {
  const tree = new Map(changed);
  const seen = new Set<string>();
  const putBack = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = base.get(name);
    if (text !== undefined) tree.set(name, text);
    else tree.delete(name);
    for (const one of [text, changed.get(name)]) {
      for (const [, imported] of (one ?? "").matchAll(/^\s*import\s+(?:public\s+)?"([^"]+)"/gm))
        putBack(imported ?? "");
    }
  };
  for (const name of wrong) putBack(name);
  return tree;
}

function parsedOnce(tree: Texts): (name: string, text: string) => boolean {
  const known = new Map<string, ParsedFile>();
  return (name, text) => {
    const files = compile(new Map([...tree, [name, text]]), known, name);
    return !hasErrors(files, name);
  };
}

/** `fresh` is the file that is not taken from `known`. */
function compile(tree: Texts, known: Map<string, ParsedFile>, fresh?: string): Compilation {
  const own = fresh === undefined ? undefined : parseFile(sourceFile(fresh, tree.get(fresh) ?? ""));
  const parsed = (name: string) => {
    if (name === fresh) return own;
    const text = tree.get(name) ?? (name.startsWith("google/protobuf/") ? bundledFiles[name] : undefined);
    const file = known.get(name) ?? (text === undefined ? undefined : parseFile(sourceFile(name, text)));
    if (file !== undefined) known.set(name, file);
    return file;
  };
  return compilation(parsed, {}, () => parsed(optionTypesPath));
}

function hasErrors(files: Compilation, name: string): boolean {
  return files.problems(name).some(one => one.severity === "error");
}
