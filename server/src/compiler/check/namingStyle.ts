// The naming style that editions enforce from 2024 on (protoc, `ValidateNamingStyle`).
import type { Declaration, FieldDeclaration, MessageDeclaration, OneofDeclaration } from "../link/declarations.ts";
import { featuresOf, featuresOfFile } from "../link/editionFeatures.ts";
import { lowerSnake, titleCase, upperSnake } from "../report/casing.ts";
import type { Check, FileCheck, Report } from "./checks.ts";
import { writtenDeclarations } from "./declarationsIn.ts";
import { extendeeOf } from "./extensions.ts";
import { nameCollides, nameStyle, wrongPackageStyle } from "./namingStyleProblems.ts";

/** The package has the case that its edition asks for. */
export const packageStyle: FileCheck = ({ declared }, report) => {
  if (featuresOfFile(declared).enforce_naming_style === "STYLE_LEGACY") return;
  const node = declared.parsed.tree.members.find(member => member.kind === "package");
  const name = node?.kind === "package" ? node.name : undefined;
  if (name !== undefined && (!/^[a-z][a-z0-9_.]*$/.test(name.text) || hasBadUnderscore(name.text)))
    report(wrongPackageStyle(name));
};

/** Names have the case that their edition asks for. */
export const namingStyle: Check = (file, report) => {
  if (file.declared.syntax !== "editions") return;
  for (const declaration of writtenDeclarations(file)) {
    if (featuresOf(declaration).enforce_naming_style === "STYLE_LEGACY") continue;
    const style = styles[declaration.kind];
    // The field of a group is made of its message's name.
    if (declaration.kind === "field" && declaration.node.kind === "group") continue;
    if (!style.pattern.test(declaration.name) || (style.underscores && hasBadUnderscore(declaration.name)))
      report(nameStyle(file, declaration, style.name, style.make(declaration.name)));
  }
  for (const message of file.messages) {
    if (message.isMapEntry) continue;
    for (const one of [...message.fields, ...message.oneofs]) checkCollision(message, one, report);
  }
  for (const extension of file.extensions) {
    const extendee = extendeeOf(file, extension);
    if (extendee?.kind === "message") checkCollision(extendee, extension, report);
  }
};

interface Style {
  readonly name: string;
  readonly pattern: RegExp;
  /** Whether underscores may stand in it, between letter groups. */
  readonly underscores: boolean;
  readonly make: (name: string) => string;
}

const title: Style = { name: "TitleCase", pattern: /^[A-Z][A-Za-z0-9]*$/, underscores: false, make: titleCase };
const snake: Style = {
  name: "lower_snake_case",
  pattern: /^[a-z][a-z0-9_]*$/,
  underscores: true,
  make: tidy(lowerSnake),
};
const shout: Style = {
  name: "UPPER_SNAKE_CASE",
  pattern: /^[A-Z][A-Z0-9_]*$/,
  underscores: true,
  make: tidy(upperSnake),
};

const styles: Readonly<Record<Declaration["kind"], Style>> = {
  message: title,
  enum: title,
  service: title,
  method: title,
  field: snake,
  oneof: snake,
  enumValue: shout,
};

function tidy(change: (name: string) => string): (name: string) => string {
  return name => change(name).replace(/_+(?=\d)/g, "");
}

// At the end, doubled, or before a digit; in a package also at the end of a part.
function hasBadUnderscore(name: string): boolean {
  return /_(?![A-Za-z])/.test(name);
}

const prefixes = ["has_", "get_", "set_", "clear_"];
const suffix = "_value";

// A name that generated code makes of another field's name; `descriptor` is one that Python makes for every message.
function checkCollision(message: MessageDeclaration, one: FieldDeclaration | OneofDeclaration, report: Report): void {
  if (featuresOf(one).enforce_naming_style !== "STYLE2026") return;
  const { name } = one;
  const bases = prefixes.filter(prefix => name.startsWith(prefix)).map(prefix => name.slice(prefix.length));
  if (name.endsWith(suffix)) bases.push(name.slice(0, -suffix.length));
  const other = name === "descriptor" ? name : bases.find(base => memberNames(message).has(base));
  if (other !== undefined) report(nameCollides(one, other));
}

function memberNames(message: MessageDeclaration): ReadonlySet<string> {
  let names = namesOf.get(message);
  if (names === undefined) {
    names = new Set([...message.fields, ...message.oneofs].map(one => one.name));
    namesOf.set(message, names);
  }
  return names;
}

const namesOf = new WeakMap<MessageDeclaration, ReadonlySet<string>>();
