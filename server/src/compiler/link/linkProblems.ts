import { preferred, replaceFix } from "../report/fix.ts";
import { type NounKind, nouns, withArticle } from "../report/nouns.ts";
import { type Fix, type Problem, problem, type RelatedPlace } from "../report/problem.ts";
import type { StringValue, TypeName } from "../syntax/nodes.ts";
import type { SourceFile } from "../text/sourceFile.ts";
import type { Span } from "../text/span.ts";
import type { Declaration, DeclaredFile } from "./declarations.ts";
import { nounOf } from "./declareProblems.ts";
import type { Meaning } from "./scopes.ts";
import type { Suggestion } from "./suggest.ts";

/** A use of a type that means nothing. */
export function unresolvedType(node: TypeName, suggestion: Suggestion | undefined, moreFixes: readonly Fix[]): Problem {
  const message = `cannot find the type \`${node.text}\``;
  // What another file declares is not to be declared again.
  const isImported = suggestion?.fixes.some(fix => fix.title.startsWith("Import ")) === true;
  const fixes = [...(suggestion?.fixes ?? []), ...(isImported ? [] : moreFixes)];
  if (suggestion === undefined) {
    const help = "declare it, or import the file that declares it";
    return problem("unresolved-type", node, message, { help, fixes });
  }
  return problem("unresolved-type", node, message, { help: suggestion.help, related: suggestion.related, fixes });
}

/** A dotted name whose first part is found in an inner scope, where the rest is not. */
export function shadowedType(node: TypeName, first: Meaning, expected: string, fixes: readonly Fix[]): Problem {
  const firstPart = node.text.split(".")[0] ?? "";
  const outward = fixes.length > 0 ? `; \`.${node.text}\`, with a leading dot, starts from the outermost scope` : "";
  return problem("unresolved-type", node, `cannot find the type \`${node.text}\`: it is taken for \`${expected}\``, {
    help: `\`${firstPart}\` means the ${nouns[nounOfMeaning(first)]} \`${first.fullName}\` here, as the innermost scope is searched first${outward}`,
    related: placesOf(first, `this \`${firstPart}\` is found first`),
    fixes,
  });
}

/** A name that means something, but not what stands there. */
export function notAType(
  node: TypeName,
  meaning: Meaning,
  wanted: "message or enum" | "message",
  hidden: Declaration | undefined,
): Problem {
  const what = `\`${node.text}\` is ${withArticle(nounOfMeaning(meaning))}, not a ${wanted}`;
  const related = placesOf(meaning, "it is declared here");
  if (hidden === undefined)
    return problem("not-a-type", node, what, { help: `here stands the name of a ${wanted}`, related });
  const name = `.${hidden.fullName}`;
  return problem("not-a-type", node, what, {
    help: `it hides the message of that name, as the innermost scope is searched first; write \`${name}\``,
    related,
    fixes: [preferred(replaceFix(`Change to \`${name}\``, node, name))],
  });
}

/** A type from a file that is imported for its options only. */
export function optionImportedType(node: TypeName, meaning: Declaration, fixes: readonly Fix[]): Problem {
  const path = meaning.file.path;
  return problem(
    "option-import-type",
    node,
    `\`${node.text}\` comes from \`${path}\`, which is imported for options only`,
    {
      help: "a plain `import` makes its types usable",
      related: placesOf(meaning, "it is declared here"),
      fixes,
    },
  );
}

/** A name of another file, as far as messages need it. */
export interface OtherName {
  readonly fullName: string;
  readonly noun: NounKind;
  /** Import path of the file. */
  readonly path: string;
  /** The text it stands in, where that is at hand. */
  readonly source: SourceFile | undefined;
  readonly span: Span;
}

/** A declaration of another file. */
export function otherName(declaration: Declaration): OtherName {
  const { fullName, nameSpan, file } = declaration;
  return { fullName, noun: nounOf(declaration), path: file.path, source: file.parsed.source, span: nameSpan };
}

/** A name that another file declares, too. */
export function nameClash(declaration: Declaration, other: OtherName): Problem {
  const what = `\`${declaration.fullName}\` is already declared in \`${other.path}\`, as ${withArticle(other.noun)}`;
  return problem("duplicate-name", declaration.nameSpan, what, {
    help: "give one of them another name, or the files different packages",
    related: placeOfOther(other, "the other declaration"),
  });
}

/** A name that is the package of another file, or one around it. */
export function nameIsPackage(declaration: Declaration, otherPath: string): Problem {
  const what = `\`${declaration.fullName}\` is ${withArticle(nounOf(declaration))} here and a package in \`${otherPath}\``;
  return problem("duplicate-name", declaration.nameSpan, what, {
    help: "give it another name, or the other file another package",
  });
}

/** A package that is the name of something in another file. */
export function packageIsName(file: DeclaredFile, other: OtherName): Problem {
  const what = `\`${other.fullName}\` is a package here and ${withArticle(other.noun)} in \`${other.path}\``;
  return problem("duplicate-name", packageSpan(file), what, {
    help: "give one of them another name: a package is a scope of its own",
    related: placeOfOther(other, "it is declared here"),
  });
}

/** A package of another file, or one around it. */
export function packageAsName(file: DeclaredFile, fullName: string): OtherName {
  return { fullName, noun: "package", path: file.path, source: file.parsed.source, span: packageSpan(file) };
}

function packageSpan(file: DeclaredFile): Span {
  const node = file.parsed.tree.members.find(member => member.kind === "package");
  return node?.kind === "package" ? (node.name ?? node) : { start: 0, end: 0 };
}

/** An import by which a name comes that has come with an earlier one. */
export function namesOfImportsClash(path: StringValue, earlier: OtherName, now: OtherName): Problem {
  const [one, other] = [earlier, now].map(({ noun, path: file }) => `${withArticle(noun)} in \`${file}\``);
  const isPackage = earlier.noun === "package" || now.noun === "package";
  return problem(
    "duplicate-name",
    path,
    `\`${now.fullName}\` is ${one} and ${other}, which cannot be imported together`,
    {
      help: isPackage
        ? "give one of them another name: a package is a scope of its own"
        : "give one of them another name, or the files different packages",
      related: [...placeOfOther(earlier, "it comes with an earlier import"), ...placeOfOther(now, "and with this one")],
    },
  );
}

function placeOfOther({ source, span }: OtherName, message: string): RelatedPlace[] {
  return source === undefined ? [] : [{ source, span, message }];
}

/** Where a meaning is declared; nowhere in particular for a package. */
export function placesOf(meaning: Meaning, message: string): RelatedPlace[] {
  if (meaning.kind === "package") return [];
  return [{ source: meaning.file.parsed.source, span: meaning.nameSpan, message }];
}

function nounOfMeaning(meaning: Meaning) {
  return meaning.kind === "package" ? "package" : nounOf(meaning);
}
