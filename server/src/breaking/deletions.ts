// What is gone from a file or from a package. Names are without the package: a file that changed its package has lost
// nothing.
import { declarationGone } from "./deletionProblems.ts";
import type { Category, Found, Place, Rule, VersionPair } from "./rule.ts";
import { partOf } from "./rule.ts";
import {
  type DeclaredKind,
  type EnumShape,
  type FieldShape,
  type MessageShape,
  nestedName,
  type ServiceShape,
  type Version,
} from "./shapes.ts";

type Deletable = MessageShape | EnumShape | ServiceShape | FieldShape;

const nouns: Record<DeclaredKind, string> = {
  messages: "a message",
  enums: "an enum",
  services: "a service",
  extensions: "an extension",
};

/** Rules over what a file or package declares. */
export const deletionRules: readonly Rule[] = [
  fromFile("MESSAGE_NO_DELETE", "messages", ["FILE", "CSR"]),
  fromFile("ENUM_NO_DELETE", "enums", ["FILE", "CSR"]),
  fromFile("SERVICE_NO_DELETE", "services", ["FILE"]),
  { ...fromFile("EXTENSION_NO_DELETE", "extensions", ["FILE"]), categoriesIn: { v1: [], v1beta1: [] } },
  fromPackage("PACKAGE_MESSAGE_NO_DELETE", "messages"),
  fromPackage("PACKAGE_ENUM_NO_DELETE", "enums"),
  fromPackage("PACKAGE_SERVICE_NO_DELETE", "services"),
  { ...fromPackage("PACKAGE_EXTENSION_NO_DELETE", "extensions"), categoriesIn: { v1: [], v1beta1: [] } },
];

function fromFile(id: string, kind: DeclaredKind, categories: readonly Category[]): Rule {
  return {
    id,
    categories,
    summary: `${nouns[kind]} is not deleted from its file`,
    over: "file",
    check: ({ before, after }) => {
      const names = new Set(after[kind].map(nestedName));
      return before[kind]
        .filter(one => !names.has(nestedName(one)))
        .map(one => declarationGone(one, enclosing(one, after.messages) ?? { kind: "file", file: after }, "its file"));
    },
  };
}

function fromPackage(id: string, kind: DeclaredKind): Rule {
  return {
    id,
    categories: ["PACKAGE"],
    summary: `${nouns[kind]} is not deleted from its package`,
    over: "version",
    check: versions => goneFromPackages(versions, kind),
  };
}

/** Nothing is told of a package that is gone, nor, but for services, of one that has nothing of the kind any more. */
function goneFromPackages({ before, after }: VersionPair, kind: DeclaredKind): readonly Found[] {
  const names = fullNames(after, kind);
  const found: Found[] = [];
  for (const file of before.files.values()) {
    const gone = file[kind].filter(one => !names.has(one.fullName));
    if (gone.length === 0 || !isPackageLeft(after, file.packageName, kind)) continue;
    found.push(...gone.map(one => declarationGone(one, placeInPackage(one, after), "its package")));
  }
  return found;
}

function isPackageLeft(after: Version, packageName: string, kind: DeclaredKind): boolean {
  return kind === "services" ? after.packages.has(packageName) : after.declares(packageName, kind);
}

/** What a message stood in is looked for in its package, as it may have moved; what the rest stood in, in its file. */
function placeInPackage(gone: Deletable, after: Version): Place {
  const file = after.files.get(gone.file.path);
  if (file === undefined) return { kind: "nowhere" };
  const { packageName } = gone.file;
  const files =
    gone.kind === "message" ? [...after.files.values()].filter(one => one.packageName === packageName) : [file];
  const messages = files.flatMap(one => one.messages);
  return enclosing(gone, messages) ?? { kind: "file", file };
}

/** The innermost message that is still there of those around a name. */
function enclosing(gone: Deletable, messages: readonly MessageShape[]): Place | undefined {
  const names = new Map(messages.map(one => [nestedName(one), one]));
  const parts = nestedName(gone).split(".");
  for (let length = parts.length - 1; length > 0; length--) {
    const message = names.get(parts.slice(0, length).join("."));
    if (message !== undefined) return partOf(message, "whole");
  }
  return undefined;
}

function fullNames(version: Version, kind: DeclaredKind): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of version.files.values()) for (const one of file[kind]) names.add(one.fullName);
  return names;
}
