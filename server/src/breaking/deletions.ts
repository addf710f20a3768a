// What is gone from a file or from a package. Names are without the package: a file that changed its package has lost
// nothing.
import { declarationGone } from "./deletionProblems.ts";
import type { Category, Found, Place, Rule, VersionPair } from "./rule.ts";
import { partOf } from "./rule.ts";
import {
  type EnumShape,
  type FieldShape,
  type MessageShape,
  nestedName,
  type ServiceShape,
  type Version,
} from "./shapes.ts";

type Deletable = MessageShape | EnumShape | ServiceShape | FieldShape;
type Kind = "messages" | "enums" | "services" | "extensions";

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

function fromFile(id: string, kind: Kind, categories: readonly Category[]): Rule {
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

function fromPackage(id: string, kind: Kind): Rule {
  return {
    id,
    categories: ["PACKAGE"],
    summary: `${nouns[kind]} is not deleted from its package`,
    over: "version",
    check: versions => goneFromPackages(versions, kind),
  };
}

const nouns: Record<Kind, string> = {
  messages: "a message",
  enums: "an enum",
  services: "a service",
  extensions: "an extension",
};

/** Of a package that is gone itself nothing is told here. */
function goneFromPackages({ before, after }: VersionPair, kind: Kind): readonly Found[] {
  const names = fullNames(after, kind);
  const found: Found[] = [];
  for (const file of before.files.values()) {
    if (!after.packages.has(file.packageName)) continue;
    for (const one of file[kind]) {
      if (names.has(one.fullName)) continue;
      found.push(declarationGone(one, placeInPackage(one, after), "its package"));
    }
  }
  return found;
}

/** A message may have moved with others into another file; the rest is looked for where it stood. */
function placeInPackage(gone: Deletable, after: Version): Place {
  const file = after.files.get(gone.file.path);
  if (gone.kind === "message") {
    const sisters = [...after.files.values()].filter(one => one.packageName === gone.file.packageName);
    const place = enclosing(
      gone,
      sisters.flatMap(one => one.messages),
    );
    if (place !== undefined) return place;
  }
  if (file === undefined) return { kind: "nowhere" };
  return enclosing(gone, file.messages) ?? { kind: "file", file };
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

function fullNames(version: Version, kind: Kind): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of version.files.values()) for (const one of file[kind]) names.add(one.fullName);
  return names;
}
