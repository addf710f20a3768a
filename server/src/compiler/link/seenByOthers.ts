// What the files that import a file can see of it, as texts. Where those are the same, so is all that is told of them.
import { hasError } from "../report/problem.ts";
import type { ParsedFile } from "../syntax/parsedFile.ts";
import type { Tokens } from "../syntax/tokens.ts";
import { Remembered } from "../text/remembered.ts";
import type { Span } from "../text/span.ts";
import type { DeclaredFile, EnumDeclaration, FieldDeclaration, MessageDeclaration } from "./declarations.ts";

/**
 * What every file sees that imports this one: its heading, the names and kinds of all that it declares, all of its enums
 * and extensions, and of messages who may use and extend them. Not what is in a message or service: those are seen
 * inside of, see below. Of two declarations with one name the order counts, so that all is seen of such a file.
 */
export function seenOutside(file: DeclaredFile): string {
  return remembered(outsides, file, () => (file.problems.length > 0 ? seenInside(file) : outsideOf(file)));
}

/** What is seen by who looks into its messages, to extend them or to set options: all but comments and layout. */
export function seenInside(file: DeclaredFile): string {
  const { source, tree, problems } = file.parsed;
  // Where the text is broken, layout tells what is meant.
  return remembered(insides, file, () => (hasError(problems) ? source.text : wordsIn(file.parsed, tree)));
}

const outsides = new Remembered<DeclaredFile, string>();
const insides = new Remembered<DeclaredFile, string>();

function remembered(memory: Remembered<DeclaredFile, string>, file: DeclaredFile, make: () => string): string {
  const known = memory.get(file);
  if (known !== undefined) return known;
  const made = make();
  memory.set(file, made);
  return made;
}

function outsideOf(file: DeclaredFile): string {
  const { parsed, messages, enums, extensions, services } = file;
  const seen: string[] = [];
  for (const one of parsed.tree.members) if (isOfHeading(one.kind)) seen.push(wordsIn(parsed, one));
  addMembers(seen, parsed, { messages, enums, extensions });
  for (const one of services) seen.push(`service ${one.name}`);
  return seen.join("\n");
}

/** Whether a member of a file is about the file as a whole. */
export function isOfHeading(kind: string): boolean {
  return kind === "syntax" || kind === "package" || kind === "import" || kind === "option";
}

interface Members {
  readonly messages: readonly MessageDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  readonly extensions: readonly FieldDeclaration[];
}

function addMembers(seen: string[], parsed: ParsedFile, { messages, enums, extensions }: Members): void {
  for (const one of messages) addMessage(seen, parsed, one);
  for (const one of enums) seen.push(wordsIn(parsed, one.node));
  for (const node of new Set(extensions.map(one => one.extend))) {
    if (node !== undefined) seen.push(wordsIn(parsed, node));
  }
}

function addMessage(seen: string[], parsed: ParsedFile, message: MessageDeclaration): void {
  const { node, name, isMapEntry, options, extensionRanges } = message;
  const visibility = node.kind === "message" ? node.visibility?.word : undefined;
  seen.push(`${visibility ?? ""} ${isMapEntry ? "entry" : "message"} ${name} {`);
  for (const one of [...options, ...extensionRanges]) seen.push(wordsIn(parsed, one));
  addMembers(seen, parsed, message);
  seen.push("}");
}

function wordsIn({ source, tokens }: ParsedFile, { start, end }: Span): string {
  const words: string[] = [];
  for (let at = firstTokenFrom(tokens, start); at < tokens.count; at++) {
    const last = tokens.ends[at] ?? 0;
    if (last > end) break;
    words.push(source.text.slice(tokens.starts[at], last));
  }
  return words.join("\n");
}

function firstTokenFrom({ starts, count }: Tokens, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
