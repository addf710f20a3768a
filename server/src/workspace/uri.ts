// Uris as keys. Clients spell one file in several ways (`file:///c%3A/a.proto`, `file:///C:/a.proto`); the workspace
// knows each under one spelling. Everything here is text: nothing asks a disk.

/** The one spelling of a uri: path decoded and encoded again, drive letter in lower case, no trailing slash. */
export function normalUri(uri: string): string {
  return isNormal.test(uri) ? uri : normalize(uri);
}

// The same uris are asked for with every request, and a folder has thousands: nearly all are seen to be normal, with the
// letters that `encodePart` leaves and the encoded bytes that it makes, which is cheaper than to take them apart.
const isNormal = new RegExp(
  [
    /^[A-Za-z][\w+.-]*:(?:\/\/[^/]*)?(?!\/[A-Z]:)/,
    /(?:\/(?!\/|$)[\w.~:@!$&'()*+,;=-]*(?:%(?:[01][\dA-F]|2[0235]|3[CEF]|5[BDE]|60|7[B-DF]|[89A-F][\dA-F])[\w.~:@!$&'()*+,;=-]*)*)*$/,
  ]
    .map(part => part.source)
    .join(""),
);

function normalize(uri: string): string {
  const { origin, path } = split(uri);
  if (path === undefined) return uri;
  const decoded = decodePath(path).replace(/\\/g, "/");
  const drive = decoded.replace(/^\/([A-Za-z]):/, (_, letter: string) => `/${letter.toLowerCase()}:`);
  const trimmed = drive.length > 1 && drive.endsWith("/") ? drive.slice(0, -1) : drive;
  return origin + encodePath(trimmed);
}

/** The uri of `path` below `folder`; `.` and `..` are followed. Both are in the normal spelling. */
export function joinUri(folder: string, path: string): string {
  if (isPlainPath.test(path)) return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
  const { origin, path: base } = split(folder);
  const parts = (base ?? "").split("/").filter(part => part !== "");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(encodePart(part));
  }
  return `${origin}/${parts.join("/")}`;
}

// Nothing to encode, no empty part, no `.` or `..`: nearly all import paths.
const isPlainPath = /^\w[\w-]*(?:[./]\w[\w-]*)*$/;

/** The folder that a file or folder stands in; undefined at the top. */
export function parentUri(uri: string): string | undefined {
  const { origin, path } = split(uri);
  if (path === undefined || path === "" || path === "/") return undefined;
  const slash = path.lastIndexOf("/");
  return origin + (slash <= 0 ? "/" : path.slice(0, slash));
}

/** The folders above a file or folder, nearest first, without the top. */
export function foldersAbove(uri: string): readonly string[] {
  const found: string[] = [];
  for (let folder = parentUri(uri); folder !== undefined; folder = parentUri(folder)) {
    if (parentUri(folder) !== undefined) found.push(folder);
  }
  return found;
}

/** The folder that a uri is or stands below; the deepest of several. */
export function deepest(folders: readonly string[], uri: string): string | undefined {
  let best: string | undefined;
  for (const folder of folders) {
    if (isWithin(folder, uri) && folder.length > (best?.length ?? -1)) best = folder;
  }
  return best;
}

/** The folders above `uri`, nearest first, up to the deepest of `limits` that holds it, or to the top. */
export function foldersWithin(limits: readonly string[], uri: string): readonly string[] {
  const limit = deepest(limits, uri);
  const above = foldersAbove(uri);
  return limit === undefined ? above : above.filter(folder => isWithin(limit, folder));
}

/** The path from a folder down to a file, decoded; undefined when the file is not below it. */
export function pathBelow(folder: string, uri: string): string | undefined {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return uri.startsWith(prefix) ? decodePath(uri.slice(prefix.length)) : undefined;
}

/** Whether a uri is a folder's or stands below it. */
export function isWithin(folder: string, uri: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The path, decoded; what stands behind the scheme where there is none. */
export function pathOf(uri: string): string {
  return decodePath(split(uri).path ?? uri.slice(uri.indexOf(":") + 1));
}

/** Last part of the path, decoded. */
export function baseName(uri: string): string {
  const slash = uri.lastIndexOf("/");
  return decodePath(slash < 0 ? uri.slice(uri.indexOf(":") + 1) : uri.slice(slash + 1));
}

/** The uri of an absolute path (`/a/b`, `C:\a\b`, `\\server\share\a`) or of a uri; undefined for a relative path. */
export function absoluteUri(pathOrUri: string): string | undefined {
  if (/^[A-Za-z]:[\\/]/.test(pathOrUri)) return normalUri(`file:///${encodePath(pathOrUri.replace(/\\/g, "/"))}`);
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\//.test(pathOrUri)) return normalUri(pathOrUri);
  if (pathOrUri.startsWith("\\\\")) return normalUri(`file:${encodePath(pathOrUri.replace(/\\/g, "/"))}`);
  return pathOrUri.startsWith("/") ? normalUri(`file://${encodePath(pathOrUri)}`) : undefined;
}

/** Scheme of the files that come with the server. */
export const bundledScheme = "protodial:";

/** The uri of a bundled file, from its import path and back. */
export function bundledUri(path: string): string {
  return `${bundledScheme}/${encodePath(path)}`;
}

export function bundledPath(uri: string): string | undefined {
  return uri.startsWith(`${bundledScheme}/`) ? decodePath(uri.slice(bundledScheme.length + 1)) : undefined;
}

// `untitled:Untitled-1` has no path that anything could be relative to.
function split(uri: string): { origin: string; path: string | undefined } {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:)(\/\/[^/]*)?(\/.*)?$/s.exec(uri);
  if (match === null) return { origin: uri, path: undefined };
  return { origin: `${match[1] ?? ""}${match[2] ?? ""}`, path: match[3] };
}

function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return path;
  }
}

function encodePath(path: string): string {
  return path.split("/").map(encodePart).join("/");
}

function encodePart(part: string): string {
  return /^[\w.~:@!$&'()*+,;=-]*$/.test(part)
    ? part
    : encodeURIComponent(part).replace(/%(3A|40|21|24|26|2B|2C|3B|3D)/g, code => decodeURIComponent(code));
}
