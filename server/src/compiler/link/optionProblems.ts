// Wording of what is wrong with options.
import { didYouMean, nearest } from "../report/didYouMean.ts";
import { optionRemoval, preferred } from "../report/fix.ts";
import { nearestName } from "../report/nearestName.ts";
import { listed, withArticle } from "../report/nouns.ts";
import { type Problem, type ProblemExtras, problem, type RelatedPlace } from "../report/problem.ts";
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type { Declaration, FieldDeclaration, MessageDeclaration, OneofDeclaration } from "./declarations.ts";
import { nounOf } from "./declareProblems.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { placesOf } from "./linkProblems.ts";
import type { Lookup } from "./scopes.ts";
import { importSuggestion } from "./suggest.ts";

/** A name that is no field of an options message, or of a message in one. */
export function optionUnknown(
  part: OptionNamePart,
  message: MessageDeclaration,
  element: string | undefined,
  known: Iterable<FieldDeclaration>,
): Problem {
  const where =
    element === undefined
      ? `\`${message.fullName}\` has no field \`${part.text}\``
      : `${element} has no option \`${part.text}\``;
  const names = message.fields.map(field => field.name);
  const help = `its options are the fields of \`${message.fullName}\`; custom ones stand in parentheses`;
  return problem("unknown-option", part, where, {
    ...(element === undefined ? {} : { help }),
    ...inParentheses(part, known),
    ...nearest(part, part.text, names),
  });
}

// A custom option without its parentheses.
function inParentheses(part: OptionNamePart, known: Iterable<FieldDeclaration>): ProblemExtras {
  const found = [...known].find(one => one.name === part.text);
  if (found === undefined) return {};
  return {
    ...didYouMean(part, `(${found.fullName})`),
    help: `custom options stand in parentheses: \`(${found.fullName})\``,
  };
}

/** The name of an extension that means nothing, or something that is no extension. */
export function extensionUnknown(
  file: LinkedFile,
  part: OptionNamePart,
  found: Lookup,
  message: MessageDeclaration,
  known: Iterable<FieldDeclaration>,
): Problem {
  if (found.kind === "found") {
    const { meaning } = found;
    const what = `\`${part.text}\` is ${withArticle(meaning.kind === "package" ? "package" : nounOf(meaning))}, not an extension`;
    return problem("not-an-extension", part, what, {
      help: "in parentheses stands an extension of the options message",
      related: placesOf(meaning, "it is declared here"),
    });
  }
  if (found.first !== undefined && found.first.kind !== "package") {
    const what = `cannot find the extension \`${part.text}\`: it is taken for \`${found.expected}\``;
    const help = `the innermost scope is searched first; \`(.${part.text})\`, with a leading dot, starts from the outermost one`;
    return problem("unknown-option", part, what, { help, related: placesOf(found.first, "this is found first") });
  }
  const wanted = part.text.replace(/^\./, "");
  const hidden = hiddenExtension(file, wanted);
  const what = `cannot find the extension \`${part.text}\``;
  if (hidden !== undefined) {
    const suggestion = isSeen(file, hidden)
      ? { ...didYouMean(part, `(${hidden.fullName})`), help: inFull(hidden) }
      : importSuggestion(file.declared, hidden.fullName, hidden.file.path);
    if (suggestion !== undefined) return problem("unknown-option", part, what, { ...suggestion });
  }
  if (message.fields.some(field => field.name === part.text)) {
    const help = "this option is no custom one, and stands without parentheses";
    return problem("unknown-option", part, what, { ...didYouMean(part, part.text), help });
  }
  const names = [...known].map(one => one.fullName);
  const near = names.find(name => name.endsWith(`.${wanted}`)) ?? nearestName(wanted, names);
  if (near === undefined) {
    return problem("unknown-option", part, what, {
      help: "import the file that declares it, or mind the package before its name",
    });
  }
  return problem("unknown-option", part, what, didYouMean(part, `(${near})`));
}

function isSeen(file: LinkedFile, extension: FieldDeclaration): boolean {
  return file.optionNames.others.includes(extension.file);
}

function inFull(extension: FieldDeclaration): string {
  return `\`import option\` brings no message for a name to begin with; write \`${extension.fullName}\` in full`;
}

// An extension that the imports of this file know, but the file itself does not see.
function hiddenExtension(file: LinkedFile, name: string): FieldDeclaration | undefined {
  const { packageName } = file.declared;
  const queue: LinkedFile[] = file.imports.flatMap(one => (one.file === undefined ? [] : [one.file]));
  const seen = new Set(queue);
  for (const one of queue) {
    for (const fullName of [name, `${packageName}.${name}`]) {
      const found = one.declared.byName.get(fullName);
      if (found?.kind === "field" && found.extend !== undefined) return found;
    }
    for (const link of one.imports) {
      if (link.file === undefined || seen.has(link.file)) continue;
      seen.add(link.file);
      queue.push(link.file);
    }
  }
  return undefined;
}

/** An extension of another message than the one it is used in. */
export function wrongExtendee(
  name: OptionNamePart | MessageValueName,
  extension: FieldDeclaration,
  extendee: MessageDeclaration,
  message: MessageDeclaration,
): Problem {
  const what = `\`${name.text}\` extends \`${extendee.fullName}\`, not \`${message.fullName}\``;
  return problem("wrong-extendee", name, what, {
    help: "a custom option is made for one kind of element: remove it, or declare one for this kind",
    related: placesOf(extension, "it is declared here"),
  });
}

/** A name that goes on behind what has no fields. */
export function pathThroughScalar(part: OptionNamePart, next: OptionNamePart): Problem {
  return problem("option-path", next, `\`${part.text}\` is not a message, so it has no \`${next.text}\``, {
    help: `set it as a whole: \`${part.extension ? `(${part.text})` : part.text} = …\``,
  });
}

/** A name that goes on behind a repeated message. */
export function pathThroughRepeated(part: OptionNamePart): Problem {
  return problem("option-path", part, `\`${part.text}\` is repeated, so its fields cannot be set one by one`, {
    help: `set a whole element: \`${part.extension ? `(${part.text})` : part.text} = { … }\``,
  });
}

/** An option that was set before and takes one value. */
export function optionSetTwice(file: LinkedFile, option: OptionNode, name: string, earlier: Span | undefined): Problem {
  const edit = optionRemoval(file.declared.parsed.source.text, option);
  return problem("option-set-twice", option.name ?? option, `the option \`${name}\` is already set`, {
    help: "it takes one value; remove one of the two",
    related: earlier === undefined ? [] : [place(file, earlier, "it is set here first")],
    fixes: [preferred({ title: "Remove this one", edits: [edit] })],
  });
}

/** `uninterpreted_option` is made by parsers, not written. */
export function uninterpretedOption(part: OptionNamePart): Problem {
  return problem("unknown-option", part, "`uninterpreted_option` cannot be set", {
    help: "it holds options between parsing and linking",
  });
}

/** `map_entry` is for the messages that map fields make. */
export function mapEntryWritten(span: Span): Problem {
  return problem("map-entry-option", span, "`map_entry` cannot be set", { help: "write a `map<key, value>` field" });
}

/** A feature that is used in the file that defines it. */
export function featureOfOwnFile(part: OptionNamePart): Problem {
  return problem(
    "feature-of-own-file",
    part,
    `the feature \`${part.text}\` cannot be used in the file that defines it`,
  );
}

/** A name that is no field of the message a value is written for. */
export function fieldUnknownInValue(name: MessageValueName, message: MessageDeclaration): Problem {
  const what = `\`${message.fullName}\` has no field \`${name.text}\``;
  return problem(
    "unknown-field-in-value",
    name,
    what,
    nearest(
      name,
      name.text,
      message.fields.map(field => field.name),
    ),
  );
}

/** A name in brackets that is no extension. */
export function extensionUnknownInValue(
  file: LinkedFile,
  name: MessageValueName,
  found: Declaration | undefined,
): Problem {
  if (found !== undefined) {
    const what = `\`${name.text}\` is ${withArticle(nounOf(found))}, not an extension`;
    return problem("not-an-extension", name, what, {
      help: "in brackets stands the full name of an extension",
      related: placesOf(found, "it is declared here"),
    });
  }
  const hidden = hiddenExtension(file, name.text);
  const what = `cannot find the extension \`${name.text}\``;
  if (hidden !== undefined && isSeen(file, hidden))
    return problem("unknown-field-in-value", name, what, { help: inFull(hidden) });
  const suggestion =
    hidden === undefined ? undefined : importSuggestion(file.declared, hidden.fullName, hidden.file.path);
  if (suggestion !== undefined) return problem("unknown-field-in-value", name, what, { ...suggestion });
  return problem("unknown-field-in-value", name, what, {
    help: "write its full name, and import the file that declares it",
  });
}

/** A field that takes one value and has one already. */
export function fieldSetTwice(file: LinkedFile, name: MessageValueName, earlier: MessageValueName): Problem {
  const what = name.kind === "anyName" ? "the content is already set" : `\`${name.text}\` is already set`;
  return problem("field-set-twice", name, what, {
    help: "it takes one value; remove one of the two",
    related: [place(file, earlier, "it is set here first")],
  });
}

/** A second member of one oneof. */
export function oneofSetTwice(
  file: LinkedFile,
  name: MessageValueName,
  earlier: MessageValueName,
  oneof: OneofDeclaration,
): Problem {
  const what = `\`${name.text}\` cannot be set beside \`${earlier.text}\`: they are members of the oneof \`${oneof.name}\``;
  return problem("oneof-set-twice", name, what, {
    help: "one member of a oneof is set at most; remove one of the two",
    related: [place(file, earlier, "the other member is set here")],
  });
}

/** A message without all of its required fields; `span` is where it is set. */
export function requiredFieldsMissing(
  span: Span,
  message: MessageDeclaration,
  missing: readonly FieldDeclaration[],
): Problem {
  const names = missing.map(field => field.name);
  const what = `\`${message.fullName}\` needs ${listed(names, "and")}`;
  return problem("required-field-missing", span, what, { help: "required fields must be set" });
}

/** `[domain/type]` in a message that is no Any. */
export function anyMisplaced(name: MessageValueName, message: MessageDeclaration): Problem {
  return problem("any-value", name, `\`[${name.domain}/${name.text}]\` can stand in a \`google.protobuf.Any\` only`, {
    help: `this is a \`${message.fullName}\``,
  });
}

/** A type that an Any cannot be made of. */
export function anyTypeUnknown(file: LinkedFile, name: MessageValueName, found: Declaration | undefined): Problem {
  if (name.domain !== "type.googleapis.com" && name.domain !== "type.googleprod.com") {
    const what = `\`${name.domain}\` is not known as the domain of a type`;
    return problem("any-value", name, what, { help: `write \`[type.googleapis.com/${name.text}]\`` });
  }
  if (found !== undefined)
    return problem("any-value", name, `\`${name.text}\` is ${withArticle(nounOf(found))}, not a message`);
  const near = nearestName(name.text, [...messageNames(file)]);
  return problem("any-value", name, `cannot find the message \`${name.text}\``, {
    help:
      near === undefined ? "write its full name, and import the file that declares it" : `did you mean \`${near}\`?`,
  });
}

function* messageNames(file: LinkedFile): Generator<string> {
  for (const one of [file.names.own, ...file.names.others]) {
    for (const declaration of one.byName.values()) if (declaration.kind === "message") yield declaration.fullName;
  }
}

/** An option on a kind of element it is not made for. */
export function wrongTarget(
  name: OptionNamePart | MessageValueName,
  field: FieldDeclaration,
  noun: string,
  targets: readonly string[],
): Problem {
  return problem("option-target", name, `\`${field.name}\` cannot be set on ${noun}`, {
    help: `it can be set on ${targets.join(" or ")}`,
    related: placesOf(field, "it is declared here"),
  });
}

function place(file: LinkedFile, span: Span, message: string): RelatedPlace {
  return { source: file.declared.parsed.source, span: { start: span.start, end: span.end }, message };
}
