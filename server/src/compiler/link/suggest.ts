// What may have been meant by a type name that means nothing.
import { preferred, replaceFix } from "../report/fix.ts";
import { nearestName } from "../report/nearestName.ts";
import type { Fix, RelatedPlace } from "../report/problem.ts";
import type { TypeName } from "../syntax/nodes.ts";
import { type Declaration, type DeclaredFile, scalarTypes } from "./declarations.ts";
import { importEdit } from "./importEdit.ts";
import { lookUp, nameFor, outer, type VisibleNames } from "./scopes.ts";
import { foreignScalars, optionsMessages, wellKnownTypes } from "./wellKnownTypes.ts";

export interface Suggestion {
  readonly help: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
}

export interface Unknown {
  readonly node: TypeName;
  readonly scope: string;
  readonly names: VisibleNames;
  /** Files that are loaded but not visible. */
  readonly hidden: Iterable<DeclaredFile>;
  /** Whether only a message will do. */
  readonly messagesOnly: boolean;
}

/** The best guess, or undefined where nothing is near. */
export function suggest(unknown: Unknown): Suggestion | undefined {
  return missingImport(unknown) ?? scalarOfOtherName(unknown) ?? sameNameElsewhere(unknown) ?? slip(unknown);
}

/** Says that `fullName` stands in a file that is to be imported, and how to do so; undefined when it is imported. */
export function importSuggestion(file: DeclaredFile, fullName: string, path: string): Suggestion | undefined {
  const edit = importEdit(file, path);
  if (edit === undefined) return undefined;
  return {
    help: `\`${fullName}\` is declared in \`${path}\`, which is not imported`,
    related: [],
    fixes: [preferred({ title: `Import \`${path}\``, edits: [edit] })],
  };
}

/** The full names that `name` may stand for inside `scope`, innermost first. */
export function* candidates(name: string, scope: string): Generator<string> {
  if (name.startsWith(".")) {
    yield name.slice(1);
    return;
  }
  for (let at = scope; at !== ""; at = outer(at)) yield `${at}.${name}`;
  yield name;
}

function missingImport(unknown: Unknown): Suggestion | undefined {
  const { node, scope, names } = unknown;
  for (const fullName of candidates(node.text, scope)) {
    for (const file of unknown.hidden) {
      const found = file.byName.get(fullName);
      if (found === undefined || !suits(found, unknown)) continue;
      const suggestion = importOfType(names, { node, scope }, fullName, file.path);
      if (suggestion !== undefined) return { ...suggestion, related: [placeOf(found)] };
    }
    const path = wellKnownTypes[fullName] ?? optionsMessages[fullName];
    if (path !== undefined) return importOfType(names, { node, scope }, fullName, path);
  }
  return undefined;
}

/**
 * As `importSuggestion`, for the use of a type in `scope`: where the name as it is written would still be taken for
 * something else, it is changed too.
 */
export function importOfType(
  names: VisibleNames,
  use: { readonly node: TypeName; readonly scope: string },
  fullName: string,
  path: string,
): Suggestion | undefined {
  const suggestion = importSuggestion(names.own, fullName, path);
  const found = lookUp(names, use.node.text, use.scope, "types");
  if (suggestion === undefined || found.kind === "found" || found.first === undefined || found.expected === fullName)
    return suggestion;
  const name = nameFor(names, fullName, use.scope);
  const fixes = suggestion.fixes.map(fix => ({
    ...fix,
    title: `${fix.title}, and write \`${name}\``,
    edits: [...fix.edits, { span: use.node, newText: name }],
  }));
  return { ...suggestion, help: `${suggestion.help}; here it is to be written \`${name}\``, fixes };
}

function scalarOfOtherName(unknown: Unknown): Suggestion | undefined {
  if (unknown.messagesOnly) return undefined;
  const name = unknown.node.text.toLowerCase();
  const scalar = Object.hasOwn(foreignScalars, name) ? foreignScalars[name] : scalarTypes.find(one => one === name);
  return scalar === undefined ? undefined : didYouMean(unknown, scalar, []);
}

function sameNameElsewhere(unknown: Unknown): Suggestion | undefined {
  const last = lastPart(unknown.node.text);
  for (const type of visibleTypes(unknown)) {
    if (type.name === last) return didYouMean(unknown, nameHere(unknown, type.fullName), [placeOf(type)]);
  }
  const wellKnown = Object.keys(wellKnownTypes).find(fullName => lastPart(fullName) === last);
  const path = wellKnown === undefined ? undefined : wellKnownTypes[wellKnown];
  if (wellKnown === undefined || path === undefined) return undefined;
  const name = nameHere(unknown, wellKnown);
  const edit = importEdit(unknown.names.own, path);
  const edits = [{ span: unknown.node, newText: name }, ...(edit === undefined ? [] : [edit])];
  const title = edit === undefined ? `Use \`${name}\`` : `Use \`${name}\` and import \`${path}\``;
  return { help: `did you mean \`${name}\`?`, related: [], fixes: [preferred({ title, edits })] };
}

function slip(unknown: Unknown): Suggestion | undefined {
  const last = lastPart(unknown.node.text);
  const types = new Map<string, Declaration>();
  for (const type of visibleTypes(unknown)) if (!types.has(type.name)) types.set(type.name, type);
  const isSimple = !unknown.node.text.includes(".") && !unknown.messagesOnly;
  const nearest = nearestName(last, isSimple ? [...types.keys(), ...scalarTypes] : types.keys());
  if (nearest === undefined) return undefined;
  const type = types.get(nearest);
  if (type === undefined) return didYouMean(unknown, nearest, []);
  return didYouMean(unknown, nameHere(unknown, type.fullName), [placeOf(type)]);
}

function didYouMean({ node, names }: Unknown, name: string, related: readonly RelatedPlace[]): Suggestion {
  // `(stream.B)` is a stream of `.B`.
  const touches = /\w/.test(names.own.parsed.source.text[node.start - 1] ?? "");
  return {
    help: `did you mean \`${name}\`?`,
    related,
    fixes: [preferred(replaceFix(`Change to \`${name}\``, node, touches ? ` ${name}` : name))],
  };
}

// Those of the file itself first: of two equally near names, one of its own is likelier.
function* visibleTypes(unknown: Unknown): Generator<Declaration> {
  for (const file of [unknown.names.own, ...unknown.names.others]) {
    for (const one of file.byName.values()) if (suits(one, unknown)) yield one;
  }
}

function suits(declaration: Declaration, unknown: Unknown): boolean {
  if (declaration.kind === "message") return !declaration.isMapEntry;
  return declaration.kind === "enum" && !unknown.messagesOnly;
}

function nameHere(unknown: Unknown, fullName: string): string {
  return nameFor(unknown.names, fullName, unknown.scope);
}

function placeOf(declaration: Declaration): RelatedPlace {
  return {
    source: declaration.file.parsed.source,
    span: declaration.nameSpan,
    message: `\`${declaration.name}\` is declared here`,
  };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
