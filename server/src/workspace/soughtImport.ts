// How an import that leads nowhere was looked for, and what it may have meant.
import type { MeantFile, SoughtImport } from "../compiler/link/importProblems.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import type { ImportRoot } from "./importRoot.ts";
import { leavingOut } from "./importRoots.ts";
import { type ImportView, importPathOf } from "./importView.ts";
import type { Layout } from "./layout.ts";
import { baseName, bundledUri, joinUri } from "./uri.ts";

/**
 * How the import of `path`, which leads nowhere, was looked for. It may have meant a file with most of the end of the
 * path, else one of like spelling in the folder that the path tells.
 */
export function soughtImport(
  layout: Layout,
  view: ImportView,
  path: string,
  shown: (uri: string) => string,
): SoughtImport {
  const roots = view.rootsThere().map(one => shown(one.uri));
  const parts = path.split(/[\\/]/).filter(part => part !== "" && part !== "." && part !== "..");
  const named = likestEndings(layout, parts);
  const alike = named.map(({ uri, ending }): MeantFile => {
    const file = shown(uri);
    const root: ImportRoot = { uri: uri.slice(0, -ending.length - 1), reason: { kind: "elsewhere" } };
    const module = ending === path ? leavingOut(layout, { uri, root }) : undefined;
    if (module !== undefined) return { kind: "leftOut", file, by: shown(module.file) };
    const importable = importPathOf(view, uri);
    if (importable !== undefined) return { kind: "importable", file, path: importable };
    return { kind: "belowNoRoot", file, root: ending === path ? shown(root.uri) : undefined };
  });
  if (alike.length > 0 && alike.length <= mostAlike) return { roots, meant: alike };
  const paths = alike.flatMap(one => (one.kind === "importable" ? [one.path] : []));
  const near = alike.length > 0 ? nearestName(path, paths) : misspelled(layout, view, parts);
  const found = near === undefined ? undefined : view.resolve(near);
  if (near === undefined || found?.kind !== "file") return { roots, meant: [] };
  return { roots, meant: [{ kind: "importable", file: shown(found.uri), path: near }] };
}

// Among more than these none is likelier than the others.
const mostAlike = 3;

/** The files that end in as much of the path as any, with what they end in. */
function likestEndings(
  layout: Layout,
  parts: readonly string[],
): readonly { readonly uri: string; readonly ending: string }[] {
  for (let from = 0; from < parts.length; from++) {
    const ending = parts.slice(from).join("/");
    const found = [...(layout.endingWith(ending) ?? []), ...bundledEndingIn(ending).map(bundledUri)];
    if (found.length > 0) return found.map(uri => ({ uri, ending }));
  }
  return [];
}

// Names such as `service.proto` and `v1/policy.proto` are everyone's: alone they mean no file of others.
function bundledEndingIn(ending: string): readonly string[] {
  const isTelling = /^(?!v\d)[^/]+\//.test(ending);
  const paths = Object.keys(bundledFiles).filter(path => path.endsWith(`/${ending}`));
  return isTelling ? paths : paths.filter(path => path.startsWith("google/protobuf/"));
}

/** The path of the file that has the nearest name in the folder of the path. */
function misspelled(layout: Layout, { roots }: ImportView, parts: readonly string[]): string | undefined {
  const folder = parts
    .slice(0, -1)
    .map(part => `${part}/`)
    .join("");
  const bundled = Object.keys(bundledFiles).filter(
    path => path.startsWith(folder) && !path.includes("/", folder.length),
  );
  const listed = roots.flatMap(({ uri }) => layout.filesIn(joinUri(uri, folder)));
  const near = nearestName(parts.at(-1) ?? "", new Set([...listed, ...bundled].map(baseName)));
  return near === undefined ? undefined : folder + near;
}
