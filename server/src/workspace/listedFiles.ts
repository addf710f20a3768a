// Ways into the files of a listing. Each is made for the first who asks, and kept as long as the listing: there may be
// thousands of files, and layouts come and go with each guess that a file is looked for at.
import { Remembered } from "../compiler/text/remembered.ts";
import type { ListedFiles } from "./listing.ts";
import { baseName } from "./uri.ts";

const filesByName = kept(files => grouped(files, uri => baseName(uri).toLowerCase()));

/** The files by the folders that they stand right in. */
export const filesByFolder = kept(files => grouped(files, uri => uri.slice(0, uri.lastIndexOf("/"))));

const inOrder = kept(files => [...files]);

/** Whether some file is below a folder. */
export function hasFilesBelow(listing: ListedFiles, folder: string): boolean {
  const files = inOrder(listing);
  const start = `${folder}/`;
  let [first, end] = [0, files.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((files[middle] ?? "") < start) first = middle + 1;
    else end = middle;
  }
  return files[first]?.startsWith(start) === true;
}

/** The files of a name, whatever the case of its letters. */
export function filesNamed(listing: ListedFiles, name: string): readonly string[] {
  return filesByName(listing).get(name.toLowerCase()) ?? [];
}

/** The file of a uri, whatever the case of its letters. */
export function fileInAnyCase(listing: ListedFiles, uri: string): string | undefined {
  const lower = uri.toLowerCase();
  // Most names are those of many files; the letters of normal uris are ASCII.
  return filesNamed(listing, baseName(uri)).find(one => one.length === uri.length && one.toLowerCase() === lower);
}

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
