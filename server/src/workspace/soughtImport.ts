// How an import that leads nowhere was looked for, and what it may have meant.
import type { MeantFile, SoughtImport } from "../compiler/link/importProblems.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import { type ImportView, importPathOf } from "./importView.ts";
import type { Layout } from "./layout.ts";
import { shownPlace } from "./shownPlace.ts";
import { bundledUri } from "./uri.ts";

/**
 * How the import of `path`, which leads nowhere, was looked for. `paths`: all that may be imported, for one that is
 * misspelled.
 */
export function soughtImport(
  layout: Layout,
  view: ImportView,
  path: string,
  paths: () => Iterable<string>,
): SoughtImport {
  const shown = (uri: string) => shownPlace(layout.folders, uri);
  const meant = meantUris(layout, view, path, paths).map(
    (one): MeantFile =>
      one.kind === "importable"
        ? { kind: "importable", path: one.path, file: shown(one.uri) }
        : { kind: "belowNoRoot", root: shown(one.root), file: shown(one.uri) },
  );
  return { roots: view.rootsThere().map(one => shown(one.uri)), meant };
}

/** A file that may have been meant. */
export type MeantUri =
  | { readonly kind: "importable"; readonly uri: string; readonly path: string }
  /** It would be found if the folder `root` were an import root. */
  | { readonly kind: "belowNoRoot"; readonly uri: string; readonly root: string };

/** The files that an import of `path` may have meant: those with most of the end of the path, else one of like spelling. */
export function meantUris(
  layout: Layout,
  view: ImportView,
  path: string,
  paths: () => Iterable<string>,
): readonly MeantUri[] {
  const meant = likestEndings(layout, path).flatMap(({ uri, ending }): MeantUri[] => {
    const importable = importPathOf(view, uri);
    if (importable !== undefined) return [{ kind: "importable", uri, path: importable }];
    return ending === path ? [{ kind: "belowNoRoot", uri, root: uri.slice(0, -ending.length - 1) }] : [];
  });
  if (meant.length > 0 && meant.length <= mostAlike) return meant;
  const alike = meant.flatMap(one => (one.kind === "importable" ? [one.path] : []));
  const near = nearestName(path, alike.length > 0 ? alike : paths());
  const found = near === undefined ? undefined : view.resolve(near);
  return near === undefined || found?.kind !== "file" ? [] : [{ kind: "importable", uri: found.uri, path: near }];
}

// Among more than these none is likelier than the others.
const mostAlike = 3;

/** The files that end in as much of the path as any, with what they end in. */
function likestEndings(layout: Layout, path: string): readonly { readonly uri: string; readonly ending: string }[] {
  const parts = path.split(/[\\/]/).filter(part => part !== "" && part !== "." && part !== "..");
  for (let from = 0; from < parts.length; from++) {
    const ending = parts.slice(from).join("/");
    const bundled = Object.keys(bundledFiles).filter(one => one === ending || one.endsWith(`/${ending}`));
    const found = [...(layout.endingWith(ending) ?? []), ...bundled.map(bundledUri)];
    if (found.length > 0) return found.map(uri => ({ uri, ending }));
  }
  return [];
}
