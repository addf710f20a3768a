// Folders of builds and of Python, where they put the protos of what a project depends on: below the folder of a file of
// theirs, and most often left out of the listing.
import type { ImportPackage, PackagePlaces } from "./importConfig.ts";
import { baseName, joinUri, parentUri } from "./uri.ts";

const gradle: readonly string[] = ["build/extracted-include-protos/*", "build/extracted-protos/*"];
const python: readonly string[] = [".venv", "venv", "env"].flatMap(one => [
  `${one}/lib/*/site-packages`,
  `${one}/Lib/site-packages`,
]);
// Bazel links its outputs beside the file, what it has fetched among them.
const bazel: readonly string[] = ["bazel-*/external/*"];

// Yarn keeps packages in archives, but for those that are unplugged.
const unplugged: readonly string[] = ["*", "@*/*"].flatMap(name =>
  ["", "/proto", "/protos"].map(folder => `.yarn/unplugged/*/node_modules/${name}${folder}`),
);

/** The folders by the names of the files; a `*` stands for any name, or the rest of one. */
const toolFolders: Readonly<Record<string, readonly string[]>> = {
  "pom.xml": ["target/protoc-dependencies/*"],
  "build.gradle": gradle,
  "build.gradle.kts": gradle,
  "pyproject.toml": python,
  "requirements.txt": python,
  "MODULE.bazel": bazel,
  WORKSPACE: bazel,
  "WORKSPACE.bazel": bazel,
  ".pnp.cjs": unplugged,
};

/** The names of the files beside which such folders may be. */
export const toolFiles: readonly string[] = Object.keys(toolFolders);

/** The tool of a file, where that may have what is imported in no folder: below a prefix, or in an archive. */
export function hidingTool(uri: string): "Bazel" | "Yarn" | undefined {
  const folders = toolFolders[baseName(uri)];
  if (folders === bazel) return "Bazel";
  return folders === unplugged ? "Yarn" : undefined;
}

/** Whether a file is in a folder that a tool fills. */
export function isInToolFolder(uri: string): boolean {
  return /\/(?:protoc-dependencies|extracted-include-protos|extracted-protos|site-packages)\//.test(uri);
}

/** The folders of a tool that are there, of the file `uri` of that tool. What the file says does not matter. */
export function toolPackages(uri: string, _text: string, places: PackagePlaces): readonly ImportPackage[] {
  const folder = parentUri(uri);
  if (folder === undefined) return [];
  return (toolFolders[baseName(uri)] ?? []).flatMap(pattern =>
    matching(folder, pattern.split("/"), places).map(
      ({ root, names }): ImportPackage => ({
        root: { uri: root, reason: { kind: "toolFolder", file: uri } },
        prefix: "",
        names,
      }),
    ),
  );
}

function matching(
  folder: string,
  [first, ...rest]: readonly string[],
  places: PackagePlaces,
): readonly { readonly root: string; readonly names: ReadonlySet<string> }[] {
  const names = new Set(places.names(folder));
  if (names.size === 0) return [];
  if (first === undefined) return [{ root: folder, names }];
  const isMeant = first.endsWith("*") ? (name: string) => name.startsWith(first.slice(0, -1)) : undefined;
  const meant = isMeant === undefined ? [first].filter(name => names.has(name)) : [...names].filter(isMeant).sort();
  return meant.flatMap(name => matching(joinUri(folder, name), rest, places));
}
