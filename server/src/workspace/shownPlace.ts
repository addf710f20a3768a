import { baseName, bundledPath, pathBelow } from "./uri.ts";

/**
 * A file or folder as users see it: relative to the workspace folder that it is in (`.` for the folder itself), behind
 * the folder's name where there are several; else its whole path, of a bundled file its import path.
 */
export function shownPlace(folders: readonly string[], uri: string): string {
  const bundled = bundledPath(uri);
  if (bundled !== undefined) return bundled;
  for (const folder of folders) {
    const below = uri === folder ? "" : pathBelow(folder, uri);
    if (below === undefined) continue;
    if (folders.length === 1) return below === "" ? "." : below;
    return below === "" ? baseName(folder) : `${baseName(folder)}/${below}`;
  }
  const local = /^file:\/\/(?:\/(?=[a-z]:))?(.*)$/is.exec(uri)?.[1];
  if (local === undefined) return uri;
  // Of another machine's share: `//host/share/a.proto`.
  return /^file:\/\/[^/]/i.test(uri) ? `//${decoded(local)}` : decoded(local);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return path;
  }
}
