// Packages of Node: which of them a `package.json` depends on, and where they lie.
import type { ImportPackage, PackagePlaces } from "./importConfig.ts";
import { packageFolders } from "./packageFolders.ts";
import { foldersAbove, joinUri, parentUri } from "./uri.ts";

// Other packages bring these along for their protos, so that they are there without being depended on.
const knownForProtos: readonly string[] = ["google-proto-files", "google-gax"];

/**
 * The packages that a `package.json` depends on, in the nearest `node_modules`, with the folders `node_modules` themselves:
 * an import may name the package (`google-proto-files/google/api/http.proto`).
 */
export function nodePackages(uri: string, text: string, places: PackagePlaces): readonly ImportPackage[] {
  const folder = parentUri(uri);
  const dependencies = dependenciesOf(text);
  if (folder === undefined || dependencies === undefined) return [];
  const found: ImportPackage[] = [];
  // Pnpm links packages, and has what they depend on beside what they are links to.
  const behind = joinUri(places.behindLinks(folder), "package.json");
  const installed = [...new Set([...foldersAbove(uri), ...foldersAbove(behind)])].flatMap(above => {
    const root = joinUri(above, "node_modules");
    const names = new Set(places.names(root));
    return names.size === 0 ? [] : [{ root, names }];
  });
  for (const { root, names } of installed) {
    found.push({ root: { uri: root, reason: { kind: "nodePackage", name: "", file: uri } }, prefix: "", names });
  }
  for (const name of new Set([...knownForProtos, ...dependencies])) {
    const holding = installed.find(one => one.names.has(name.split("/")[0] ?? name));
    if (holding === undefined) continue;
    const reason = { kind: "nodePackage", name, file: uri } as const;
    found.push(...packageFolders(joinUri(holding.root, name), reason, [""], places));
  }
  return found;
}

function dependenciesOf(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Half-typed; what it says will be known when it is whole again.
    return undefined;
  }
  return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap(kind => {
    const table: unknown = typeof value === "object" && value !== null ? Reflect.get(value, kind) : undefined;
    return typeof table === "object" && table !== null ? Object.keys(table).filter(isPackageName) : [];
  });
}

function isPackageName(name: string): boolean {
  return /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/.test(name);
}
