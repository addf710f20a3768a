// The `.proto` files that a command is about, with everything they import, found as the editor would find it.
import { fileURLToPath } from "node:url";
import { type CompiledFile, compilation } from "../compiler/compile.ts";
import type { Turns } from "../compiler/compileInTurn.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { builtInOptionTypes } from "../workspace/bundled.ts";
import { isPlaceGiven } from "../workspace/filePlace.ts";
import { importHints } from "../workspace/importHints.ts";
import type { Layout } from "../workspace/layout.ts";
import { type ReachGroup, reachGroups } from "../workspace/reach.ts";
import type { AskedFiles } from "./askedFiles.ts";
import type { Disk } from "./disk.ts";
import { namedFiles, type PlacedFiles, shownBelow, shownFile, type Texts } from "./namedFiles.ts";
import { givenRoots, viewFrom } from "./targetPlaces.ts";
import { UsageError } from "./usageError.ts";

/** A file named on the command line. */
export interface TargetFile extends CompiledFile {
  readonly uri: string;
  readonly packageName: string;
  /** Whether its import path is no guess: the roots of `-I` or a `buf.yaml` tell it. */
  readonly placeGiven: boolean;
  /** The module of buf that it is part of: its folder, and the file that tells of it. */
  readonly module: { readonly root: string; readonly file: string } | undefined;
  /** Where it stands, with those that it is compiled with. */
  readonly root: TreeRoot;
}

export interface ProtoTree {
  /** In the order of the command line, those of a folder sorted. */
  readonly targets: readonly TargetFile[];
  /** The same by the import root that they stand below. */
  readonly roots: readonly TreeRoot[];
  /** Files and folders that may not be read, as shown to the user. */
  readonly unreadable: readonly string[];
  /** How a source is shown to the user: relative to the current folder, or by import path when it is bundled. */
  readonly shown: (source: SourceFile) => string;
}

/** Files that are compiled together. */
export interface TreeRoot extends Omit<Turns, "forgotten"> {
  /** The file that an import path leads to, undefined where it leads nowhere, and the package it says it is of. */
  readonly uriOf: (path: string) => string | undefined;
  readonly packageOf: (path: string) => string | undefined;
  /** Lets go of the text of an import path. */
  readonly forgetText: (path: string) => void;
}

/**
 * Reads the files that are asked for, relative to `cwd`.
 * @throws {UsageError} when a path does not exist, a folder has no `.proto` file or may not be read, or a file is hidden
 * by one of an earlier root.
 */
export async function protoTree(cwd: string, asked: AskedFiles, disk?: Disk): Promise<ProtoTree> {
  const { layout, places, texts, unreadable } = await namedFiles(cwd, asked, disk);
  const treeRoots = new Map<ReachGroup | string, TreeRoot & { readonly paths: string[] }>();
  const groups = groupsOf(layout, places, texts);
  const shown = shownBelow(cwd);
  const targets = [...places].map(([uri, { root, path: importPath }]) => {
    const hiding = root === givenRoots ? viewFrom(layout, root).resolve(importPath) : undefined;
    if (hiding?.kind === "file" && hiding.uri !== uri)
      throw new UsageError(
        `\`${shown(uri)}\` is hidden by \`${shown(hiding.uri)}\`, which an earlier \`-I\` gives for the same path`,
      );
    const group = groups.get(uri);
    const known = treeRoots.get(group ?? root) ?? treeRoot(layout, { root, instead: group?.instead, texts, shown });
    treeRoots.set(group ?? root, known);
    known.paths.push(importPath);
    return {
      path: importPath,
      compilation: known.files,
      uri,
      packageName: texts.header(uri)?.packageName ?? "",
      placeGiven: root === givenRoots || isPlaceGiven(layout, uri),
      module: layout.modules.find(one => one.root === root),
      root: known,
    };
  });
  return {
    targets,
    roots: [...treeRoots.values()],
    unreadable: unreadable.map(one => shownFile(cwd, one)),
    shown: source => shownPath(cwd, source),
  };
}

/** The files by uri with those that they are compiled with; none where the roots of `-I` tell where all paths lead. */
function groupsOf(layout: Layout, places: PlacedFiles["places"], texts: Texts): ReadonlyMap<string, ReachGroup> {
  const tops = new Map<string, Map<string, string>>();
  for (const [uri, { root, path }] of places) {
    if (root === givenRoots) continue;
    const known = tops.get(root);
    if (known === undefined) tops.set(root, new Map([[path, uri]]));
    else known.set(path, uri);
  }
  const groups = [...tops].flatMap(([root, files]) => reachGroups(layout, root, files, texts.header));
  return new Map(groups.flatMap(group => [...group.tops.values()].map(uri => [uri, group] as const)));
}

interface RootParts {
  readonly root: string;
  /** Paths that lead elsewhere than for other files of the root. */
  readonly instead: ReachGroup["instead"] | undefined;
  readonly texts: Texts;
  readonly shown: (uri: string) => string;
}

function treeRoot(layout: Layout, { root, instead, texts, shown }: RootParts): TreeRoot & { readonly paths: string[] } {
  const view = viewFrom(layout, root);
  const paths: string[] = [];
  const uris = new Map<string, string | undefined>();
  const resolve = (importPath: string) => {
    const known = uris.get(importPath);
    if (known !== undefined || uris.has(importPath)) return known;
    const found = view.resolve(importPath);
    const uri = instead?.get(importPath) ?? (found.kind === "file" ? found.uri : undefined);
    uris.set(importPath, uri);
    return uri;
  };
  const parsed = (importPath: string) => {
    const uri = resolve(importPath);
    return uri === undefined ? undefined : texts.text(uri)?.parsed(importPath);
  };
  const headerOf = (importPath: string) => {
    const uri = resolve(importPath);
    return uri === undefined ? undefined : texts.header(uri);
  };
  return {
    files: compilation(parsed, importHints(layout, { root, view, textOf: texts.text, shown }), builtInOptionTypes),
    paths,
    uriOf: resolve,
    packageOf: importPath => headerOf(importPath)?.packageName,
    importsOf: importPath => headerOf(importPath)?.imports,
    sourceOf: importPath => {
      const uri = resolve(importPath);
      return uri === undefined ? undefined : texts.text(uri)?.source(importPath);
    },
    // Who gives roots means what protoc makes of them; where they are found, a file may be of several builds.
    isSameFile: root === givenRoots ? undefined : (one, other) => resolve(one) === resolve(other),
    forgetText: importPath => {
      const uri = resolve(importPath);
      if (uri !== undefined) texts.forget(uri);
    },
  };
}

function shownPath(cwd: string, source: SourceFile): string {
  const { origin } = source;
  if (origin === undefined || !origin.startsWith("file:")) return source.path;
  return shownFile(cwd, fileURLToPath(origin));
}
