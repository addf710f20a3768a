import type { ImportPackage, PackagePlaces } from "./importConfig.ts";
import type { RootReason } from "./importRoot.ts";
import { joinUri } from "./uri.ts";

// Folders of a package that hold its protos, or copies of those it imports.
const usualFolders: readonly string[] = [
  "proto",
  "protos",
  "protobuf",
  "build/protos",
  "include",
  "third_party",
  "third_party/proto",
  "third_party/protos",
  "third_party/googleapis",
];

/** A package at `folder`, which is a root itself, with those of its own folders that may be; none where it is not there. */
export function packageFolders(
  folder: string,
  reason: RootReason,
  prefixes: readonly string[],
  places: PackagePlaces,
): readonly ImportPackage[] {
  const names = new Set(places.names(folder));
  if (names.size === 0) return [];
  const found: ImportPackage[] = prefixes.map(prefix => ({ root: { uri: folder, reason }, prefix, names }));
  for (const path of usualFolders) {
    if (!names.has(path.split("/")[0] ?? path)) continue;
    const uri = joinUri(folder, path);
    const inside = new Set(places.names(uri));
    if (inside.size > 0) found.push({ root: { uri, reason }, prefix: "", names: inside });
  }
  return found;
}
