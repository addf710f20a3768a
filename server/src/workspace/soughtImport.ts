// How an import that leads nowhere was looked for, and what it may have meant.
import type { MeantFile, SoughtImport } from "../compiler/link/importProblems.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import { type ImportView, importPathOf } from "./importView.ts";
import type { Layout } from "./layout.ts";
import { shownPlace } from "./shownPlace.ts";
import { bundledUri } from "./uri.ts";

/**
 * How the import of `path`, which leads nowhere, was looked for. It may have meant a file with most of the end of the
 * path, else one of like spelling among `paths`, all that may be imported.
 */
export function soughtImport(
  layout: Layout,
  view: ImportView,
  path: string,
  paths: () => Iterable<string>,
): SoughtImport {
  const shown = (uri: string) => shownPlace(layout.folders, uri);
  const roots = view.rootsThere().map(one => shown(one.uri));
  const alike = likestEndings(layout, path).map(({ uri, ending }): MeantFile => {
    const importable = importPathOf(view, uri);
    const file = shown(uri);
    if (importable !== undefined) return { kind: "importable", file, path: importable };
    const root = ending === path ? shown(uri.slice(0, -ending.length - 1)) : undefined;
    return { kind: "belowNoRoot", file, root };
  });
  if (alike.length > 0 && alike.length <= mostAlike) return { roots, meant: alike };
  const importable = alike.flatMap(one => (one.kind === "importable" ? [one.path] : []));
  const near = nearestName(path, importable.length > 0 ? importable : paths());
  const found = near === undefined ? undefined : view.resolve(near);
  if (near === undefined || found?.kind !== "file") return { roots, meant: [] };
  return { roots, meant: [{ kind: "importable", file: shown(found.uri), path: near }] };
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
