// By which path a file is imported, and which folder that is relative to, without settings.
import { faultOfImportPath } from "../compiler/link/importProblems.ts";
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import { isCustomary } from "./customaryFolders.ts";
import { isPart } from "./importConfig.ts";
import type { Layout } from "./layout.ts";
import { baseName, bundledPath, bundledScheme, deepest, foldersWithin, joinUri, parentUri, pathBelow } from "./uri.ts";

/** A file's place among the imports: `path` is what other files below `root` import it by. */
export interface ImportPlace {
  readonly root: string;
  readonly path: string;
}

/**
 * The place of a file: a root of the settings or a module of a `buf.yaml` that holds it (the deepest), else the folder
 * that its package implies (`/w/proto` for `/w/proto/a/v1/x.proto` with `package a.v1`), unless another folder above it
 * makes more of its imports resolve.
 */
export function importPlace(layout: Layout, uri: string, header: FileHeader): ImportPlace {
  const bundled = bundledPath(uri);
  if (bundled !== undefined) return { root: bundledScheme, path: bundled };
  const parent = parentUri(uri);
  if (parent === undefined) return { root: uri, path: baseName(uri) };
  const root = givenRoot(layout, uri) ?? likeliestRoot(layout, parent, header);
  return { root, path: pathBelow(root, uri) ?? baseName(uri) };
}

/** Whether the place of a file is no guess: it is bundled, or the settings or `buf.yaml` tell it. */
export function isPlaceGiven(layout: Layout, uri: string): boolean {
  return bundledPath(uri) !== undefined || givenRoot(layout, uri) !== undefined;
}

/**
 * The place of the file `uri` for those who import it by `path`. Where that names more than the folders of the file in the
 * workspace, as the repository or a package, its root is that of its own place.
 */
export function importedPlace(layout: Layout, uri: string, path: string, own: () => ImportPlace): ImportPlace {
  const root = uri.endsWith(`/${path}`) ? uri.slice(0, -path.length - 1) : undefined;
  const isInside = root !== undefined && deepest(layout.folders, root) !== undefined;
  return { root: isInside ? root : own().root, path };
}

/**
 * The place of a file that others import, each of which has it at one of `imported`: by the path that most of them use,
 * unless one of them uses its own.
 */
export function agreedPlace(place: ImportPlace, imported: readonly ImportPlace[]): ImportPlace {
  if (imported.some(one => one.path === place.path)) return place;
  const counts = new Map<string, number>();
  let best = place;
  for (const one of imported) {
    const count = (counts.get(one.path) ?? 0) + 1;
    counts.set(one.path, count);
    if (best === place || count > (counts.get(best.path) ?? 0)) best = one;
  }
  return best;
}

// Modules are made of folders, so all files of one have the same root.
function givenRoot(layout: Layout, uri: string): string | undefined {
  const folder = parentUri(uri);
  if (folder === undefined) return undefined;
  return layout.memo("given roots", folder, () => {
    const modules = layout.modules.filter(module => isPart(module, folder)).map(one => one.root);
    const given = deepest(layout.settingRoots, folder) ?? deepest(modules, folder);
    // What is in the workspace is its author's: a module of Go there says nothing of protos.
    if (given !== undefined || deepest(layout.folders, folder) !== undefined) return given;
    return deepest(
      layout.packages.map(one => one.root.uri),
      folder,
    );
  });
}

function likeliestRoot(layout: Layout, parent: string, header: FileHeader): string {
  // Copies of the well-known types lie about anywhere.
  const isTelling = (path: string) => !path.startsWith("google/protobuf/") && faultOfImportPath(path) === undefined;
  const imports = header.imports.filter(isTelling);
  // So it is with nearly all files: no other folder can make more of the imports resolve.
  const implied = impliedRoot(parent, header.packageName);
  if (implied !== undefined && imports.every(path => layout.presence(joinUri(implied, path)) === true)) return implied;
  const candidates = [...new Set(plausibleRoots(layout, parent, header))];
  const first = candidates[0] ?? parent;
  if (imports.length === 0 || candidates.length < 2) return first;
  const key = `${parent}\n${header.packageName}\n${imports.join("\n")}`;
  return layout.memo("likeliest", key, () => {
    let best = first;
    let bestScore = 0;
    for (const root of candidates) {
      const found = imports.map(path => joinUri(root, path)).filter(uri => layout.presence(uri) === true);
      // Each service may be built from its own folder: of `proto/a.proto` the one beside the file is the likelier.
      const score = found.length + (found.some(uri => parentUri(uri) === parent) ? 0.5 : 0);
      if (score > bestScore) {
        best = root;
        bestScore = score;
      }
    }
    return best;
  });
}

function plausibleRoots(layout: Layout, parent: string, header: FileHeader): readonly string[] {
  const above = [parent, ...foldersWithin(layout.folders, parent)];
  const implied = impliedRoot(parent, header.packageName);
  const customary = above.find(isCustomary);
  const folder = deepest(layout.folders, parent);
  return [implied, customary, folder, ...above].filter(root => root !== undefined);
}

// The more parts of the package stand at the end of the folder, the surer; without any, the package says nothing.
function impliedRoot(parent: string, packageName: string): string | undefined {
  if (packageName === "") return undefined;
  const ending = `/${packageName.replaceAll(".", "/")}`;
  return parent.endsWith(ending) ? parent.slice(0, -ending.length) : undefined;
}
