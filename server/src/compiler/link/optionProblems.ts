// Wording of what is wrong with options.
import { preferred, replaceFix } from "../report/fix.ts";
import { nearestName } from "../report/nearestName.ts";
import { listed, withArticle } from "../report/nouns.ts";
import { type Fix, type Problem, type ProblemExtras, problem, type RelatedPlace } from "../report/problem.ts";
import type { IntegerValue, ListValue, MessageValueName, OptionNamePart, OptionValue } from "../syntax/nodes.ts";
import type { Span } from "../text/span.ts";
import type {
  Declaration,
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  OneofDeclaration,
  ScalarType,
} from "./declarations.ts";
import { nounOf } from "./declareProblems.ts";
import type { LinkedFile } from "./linkedFile.ts";
import { placesOf } from "./linkProblems.ts";
import type { Lookup } from "./scopes.ts";
import { importSuggestion } from "./suggest.ts";

/** A name that is no field of an options message, or of a message in one. */
export function optionUnknown(part: OptionNamePart, message: MessageDeclaration, element: string | undefined): Problem {
  const where =
    element === undefined
      ? `\`${message.fullName}\` has no field \`${part.text}\``
      : `${element} has no option \`${part.text}\``;
  return problem(
    "unknown-option",
    part,
    where,
    nearest(
      part,
      part.text,
      message.fields.map(field => field.name),
    ),
  );
}

/** The name of an extension that means nothing, or something that is no extension. */
export function extensionUnknown(
  file: LinkedFile,
  part: OptionNamePart,
  found: Lookup,
  known: Iterable<FieldDeclaration>,
): Problem {
  if (found.kind === "found") {
    const { meaning } = found;
    const what = `\`${part.text}\` is ${withArticle(meaning.kind === "package" ? "package" : nounOf(meaning))}, not an extension`;
    return problem("not-an-extension", part, what, { related: placesOf(meaning, "it is declared here") });
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
    const suggestion = importSuggestion(file.declared, hidden.fullName, hidden.file.path);
    if (suggestion !== undefined) return problem("unknown-option", part, what, { ...suggestion });
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
  return problem("wrong-extendee", name, what, { related: placesOf(extension, "it is declared here") });
}

/** A name that goes on behind what has no fields. */
export function pathThroughScalar(part: OptionNamePart, next: OptionNamePart): Problem {
  return problem("option-path", next, `\`${part.text}\` is not a message, so it has no \`${next.text}\``);
}

/** A name that goes on behind a repeated message. */
export function pathThroughRepeated(part: OptionNamePart): Problem {
  return problem("option-path", part, `\`${part.text}\` is repeated, so its fields cannot be set one by one`, {
    help: `set a whole element: \`${part.extension ? `(${part.text})` : part.text} = { … }\``,
  });
}

/** An option that was set before and takes one value. */
export function optionSetTwice(file: LinkedFile, span: Span, name: string, earlier: Span | undefined): Problem {
  const related = earlier === undefined ? [] : [place(file, earlier, "it is set here first")];
  return problem("option-set-twice", span, `the option \`${name}\` is already set`, { related });
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

type ValueType = ScalarType | EnumDeclaration;

/** A value of another kind than the option's type. */
export function wrongValue(value: OptionValue, field: FieldDeclaration, type: ValueType): Problem {
  const what = `\`${field.name}\` is ${typeText(type)}, but this is ${valueText(value)}`;
  const extras: ProblemExtras = { help: valueHelp(type), fixes: valueFixes(value, type) };
  return problem("option-value-type", value, what, extras);
}

/** An integer that its type cannot hold. */
export function valueOutOfRange(
  value: IntegerValue,
  field: FieldDeclaration,
  type: ScalarType,
  range: { readonly least: bigint; readonly most: bigint },
): Problem {
  const written = `${value.negative ? "-" : ""}${value.value}`;
  return problem(
    "option-value-range",
    value,
    `\`${written}\` is out of range for \`${field.name}\`, which is ${typeText(type)}`,
    {
      help: `it takes integers from ${range.least} to ${range.most}`,
    },
  );
}

/** A name or number that is no value of an enum. */
export function enumValueUnknown(value: OptionValue, type: EnumDeclaration): Problem {
  const names = type.values.map(one => one.name);
  if (value.kind !== "identifier") {
    const number = value.kind === "integer" ? `${value.negative ? "-" : ""}${value.value}` : "this";
    return problem("unknown-enum-value", value, `the enum \`${type.fullName}\` has no value with the number ${number}`);
  }
  const what = `the enum \`${type.fullName}\` has no value \`${value.text}\``;
  const guess = nearest(value, value.text, names);
  const help = guess.help ?? (names.length <= 8 ? `it has ${listed(names, "and")}` : undefined);
  return problem("unknown-enum-value", value, what, { ...guess, help, related: placesOf(type, "it is declared here") });
}

/** Something else where a message takes its fields. */
export function messageExpected(value: OptionValue, field: FieldDeclaration, type: MessageDeclaration): Problem {
  return problem(
    "option-value-type",
    value,
    `\`${field.name}\` is a message \`${type.fullName}\`, but this is ${valueText(value)}`,
    {
      help: "write its fields in braces: `{ field: value }`",
    },
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
    return problem("not-an-extension", name, what, { related: placesOf(found, "it is declared here") });
  }
  const hidden = hiddenExtension(file, name.text);
  const suggestion =
    hidden === undefined ? undefined : importSuggestion(file.declared, hidden.fullName, hidden.file.path);
  const what = `cannot find the extension \`${name.text}\``;
  if (suggestion !== undefined) return problem("unknown-field-in-value", name, what, { ...suggestion });
  return problem("unknown-field-in-value", name, what, {
    help: "write its full name, and import the file that declares it",
  });
}

/** A field that takes one value and has one already. */
export function fieldSetTwice(file: LinkedFile, name: MessageValueName, earlier: MessageValueName): Problem {
  const what = name.kind === "anyName" ? "the content is already set" : `\`${name.text}\` is already set`;
  return problem("field-set-twice", name, what, { related: [place(file, earlier, "it is set here first")] });
}

/** A second member of one oneof. */
export function oneofSetTwice(
  file: LinkedFile,
  name: MessageValueName,
  earlier: MessageValueName,
  oneof: OneofDeclaration,
): Problem {
  const what = `\`${name.text}\` cannot be set beside \`${earlier.text}\`: they are members of the oneof \`${oneof.name}\``;
  return problem("oneof-set-twice", name, what, { related: [place(file, earlier, "the other member is set here")] });
}

/** `[ … ]` for a field that takes one value. */
export function listForSingularField(value: ListValue, field: FieldDeclaration): Problem {
  return problem("option-value-type", value, `\`${field.name}\` is not repeated, so it takes no list`);
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
  for (const one of [file.optionNames.own, ...file.optionNames.others]) {
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

/** `default` on a repeated field or a map. */
export function defaultOfRepeated(option: Span): Problem {
  return problem("default-value", option, "a repeated field cannot have a default", {
    help: "it is empty where nothing is set",
  });
}

/** `default` on a message field or group. */
export function defaultOfMessage(option: Span, type: MessageDeclaration): Problem {
  return problem("default-value", option, `a field of the message type \`${type.fullName}\` cannot have a default`);
}

/** `json_name` on an extension. */
export function jsonNameOfExtension(option: Span): Problem {
  return problem("json-name", option, "an extension cannot have a `json_name` of its own", {
    help: "in JSON it goes by its full name in brackets",
  });
}

function typeText(type: ValueType): string {
  if (typeof type !== "string") return `an enum \`${type.fullName}\``;
  return `${/^[aeiou]/.test(type) && !type.startsWith("u") ? "an" : "a"} \`${type}\``;
}

function valueText(value: OptionValue): string {
  switch (value.kind) {
    case "string":
      return "a string";
    case "integer":
      return "an integer";
    case "float":
      return "a number with a fraction or exponent";
    case "identifier":
      return `the name \`${value.negative ? "-" : ""}${value.text}\``;
    case "messageValue":
      return "a message value";
    case "list":
      return "a list";
  }
}

function valueHelp(type: ValueType): string {
  if (typeof type !== "string") return "write the name of one of its values, without quotes";
  switch (type) {
    case "bool":
      return "write `true` or `false`";
    case "string":
    case "bytes":
      return "write a string in quotes";
    case "float":
    case "double":
      return "write a number, `inf` or `nan`";
    default:
      return "write an integer";
  }
}

function valueFixes(value: OptionValue, type: ValueType): Fix[] {
  if (value.kind === "string") {
    const isName =
      typeof type !== "string" ? type.values.some(one => one.name === value.text) : /^(true|false)$/.test(value.text);
    const isNumber = typeof type === "string" && /^-?[0-9]+$/.test(value.text) && type !== "bool";
    if ((isName && (typeof type !== "string" || type === "bool")) || isNumber) {
      return [preferred(replaceFix("Remove the quotes", value, value.text))];
    }
    return [];
  }
  if (type === "string" && value.kind === "identifier" && !value.negative) {
    return [preferred(replaceFix("Put quotes around it", value, JSON.stringify(value.text)))];
  }
  if (type === "bool" && value.kind === "integer" && (value.value === 0 || value.value === 1)) {
    const word = value.value === 1 ? "true" : "false";
    return [preferred(replaceFix(`Change to \`${word}\``, value, word))];
  }
  return [];
}

function nearest(span: Span, name: string, names: readonly string[]): ProblemExtras {
  const found = nearestName(name, names);
  return found === undefined ? {} : didYouMean(span, found);
}

function didYouMean(span: Span, name: string): ProblemExtras {
  return { help: `did you mean \`${name}\`?`, fixes: [preferred(replaceFix(`Change to \`${name}\``, span, name))] };
}

function place(file: LinkedFile, span: Span, message: string): RelatedPlace {
  return { source: file.declared.parsed.source, span: { start: span.start, end: span.end }, message };
}
