// Ways into the files of a listing. Each is made for the first who asks, and kept as long as the listing: there may be
// thousands of files, and layouts come and go with each guess that a file is looked for at.
import { Remembered } from "../compiler/text/remembered.ts";
import type { ListedFiles } from "./listing.ts";
import { baseName } from "./uri.ts";

/** The files by their names, without their folders. */
export const filesByName = kept(files => grouped(files, baseName));

/** The files by the folders that they stand right in. */
export const filesByFolder = kept(files => grouped(files, uri => uri.slice(0, uri.lastIndexOf("/"))));

/** The files by their uris in lower case. */
export const filesInAnyCase = kept(files => new Map([...files].map(uri => [uri.toLowerCase(), uri])));

/** All folders that some file is below. */
export const foldersListed = kept(files => {
  const folders = new Set<string>();
  for (const uri of files) {
    for (let end = uri.lastIndexOf("/"); end > 0; end = uri.lastIndexOf("/", end - 1)) {
      const folder = uri.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
});

function kept<Value>(make: (files: ReadonlySet<string>) => Value): (listing: ListedFiles) => Value {
  const made = new Remembered<ListedFiles, { readonly value: Value }>();
  return listing => {
    const known = made.get(listing);
    if (known !== undefined) return known.value;
    const value = make(listing.files);
    made.set(listing, { value });
    return value;
  };
}

function grouped(uris: ReadonlySet<string>, by: (uri: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const uri of uris) {
    const key = by(uri);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [uri]);
    else group.push(uri);
  }
  return groups;
}
