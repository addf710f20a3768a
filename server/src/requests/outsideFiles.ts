// Files beside the schema that a request depends on: environments and certificates.
import { absoluteUri, isWithin, joinUri, normalUri, parentUri } from "../workspace/uri.ts";
import { environmentFiles } from "./environment.ts";

/** Texts of files by uri; `undefined` where there is none, no entry where it was not read yet. */
export type FileTexts = ReadonlyMap<string, string | undefined>;

/** What a request needs of the world beside its schema. */
export interface TextNeeds {
  readonly kind: "needsTexts";
  readonly uris: readonly string[];
}

/**
 * Uris of the environment files for a request document: in its folder and those above it, up to the workspace folder.
 * Nearest first, the private one before the other. An unsaved document is looked at as if it stood in the first folder.
 */
export function environmentUris(uri: string, folders: readonly string[]): string[] {
  const home = folderOf(uri, folders);
  const uris: string[] = [];
  for (let folder = home; folder !== undefined; folder = parentUri(folder)) {
    for (const name of [...environmentFiles].reverse()) uris.push(joinUri(folder, name));
    if (folders.includes(folder) || !folders.some(one => isWithin(one, folder))) break;
  }
  return uris;
}

/** Where an environment file for a request document is made: beside it; undefined where it stands in no folder. */
export function newEnvironmentFile(
  { folders }: { readonly folders: readonly string[] },
  uri: string,
): string | undefined {
  const home = folderOf(uri, folders);
  return home === undefined ? undefined : joinUri(home, environmentFiles[0]);
}

/** The uri of a file that a request document names, relative to the document's folder; `folders` are in the normal spelling. */
export function fileBeside(uri: string, folders: readonly string[], path: string): string | undefined {
  const absolute = absoluteUri(path);
  if (absolute !== undefined) return absolute;
  const folder = folderOf(uri, folders);
  return folder === undefined ? undefined : joinUri(folder, path);
}

/**
 * Whether a file lies on another machine than the document that names it. Windows would sign the user in there to read it,
 * so a document that came with a repository must not get it read.
 */
export function isElsewhere(documentUri: string, uri: string): boolean {
  const host = hostOf(uri);
  // A path that begins with two slashes names a machine too, as Windows reads it.
  return uri.startsWith("file:////") || (host !== "" && host !== hostOf(documentUri));
}

/**
 * Whether a file lies neither in the workspace nor below the document's own folder: a document that came with a repository
 * must not use the user's keys unasked.
 */
export function isOutside(documentUri: string, folders: readonly string[], uri: string): boolean {
  const home = folderOf(documentUri, folders);
  return ![...folders, ...(home === undefined ? [] : [home])].some(folder => isWithin(folder, normalUri(uri)));
}

function hostOf(uri: string): string {
  return /^file:\/\/([^/]*)/i.exec(uri)?.[1]?.toLowerCase() ?? "";
}

function folderOf(uri: string, folders: readonly string[]): string | undefined {
  return uri.startsWith("untitled:") ? folders[0] : parentUri(normalUri(uri));
}
