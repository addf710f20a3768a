import { bundledPath } from "../../workspace/uri.ts";
import { type Completing, Kind, matches, type Offer } from "./offer.ts";

const mostPaths = 200;

/** Import paths of all known files that are not imported yet, as they stand between the quotes or with them. */
export function importOffers(completing: Completing, form: "inQuotes" | "quoted"): { offers: Offer[]; isCut: boolean } {
  const { snapshot, uri, linked, place, source } = completing;
  const typed = place.literal?.before ?? "";
  const imported = new Set(linked.imports.map(one => one.path));
  imported.delete(typed);
  const offers: Offer[] = [];
  let isCut = false;
  for (const file of snapshot.outlinesBeside(uri)) {
    if (!isTyped(typed, snapshot.ownPath(file.uri))) continue;
    if (offers.length === mostPaths) {
      isCut = true;
      break;
    }
    const path = snapshot.importPath(uri, file.uri);
    if (path === undefined || path === linked.declared.path || imported.has(path)) continue;
    const isBundled = bundledPath(file.uri) !== undefined;
    const { packageName } = file.outline;
    offers.push({
      label: path,
      kind: Kind.File,
      rank: isBundled ? 2 : 1,
      ...(packageName === "" ? {} : { description: packageName }),
      ...(form === "quoted" ? { text: `"${path}"${source.text[place.replaced.end] === ";" ? "" : ";"}` } : {}),
      ...(place.literal === undefined ? {} : { replaced: place.literal.span }),
    });
  }
  return { offers, isCut };
}

// A part of the path is enough: `direc` finds `acme/directories/v1/directories.proto`.
function isTyped(typed: string, path: string): boolean {
  return path.toLowerCase().includes(typed.toLowerCase()) || matches(typed, path);
}
