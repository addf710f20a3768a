// The texts that a call of the library works on, as its `read` gives them, and their trees.
import { faultOfImportPath } from "../compiler/link/importProblems.ts";
import { optionTypesPath } from "../compiler/link/options.ts";
import { type FileHeader, fileHeader, headerOf } from "../compiler/syntax/fileHeader.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { parseFile } from "../compiler/syntax/parseFile.ts";
import { type SourceFile, sourceFile } from "../compiler/text/sourceFile.ts";
import { bundledFiles } from "../workspace/bundledFiles.generated.ts";
import type { CompileInput } from "./library.ts";

type Content = string | Uint8Array;

/** The trees of a call by import path, each with the text it was made from. */
export type KeptTrees = Map<string, { readonly content: Content; readonly parsed: ParsedFile }>;

/** Each path is read once, and parsed again only after it was forgotten; `kept` are trees of an earlier call. */
export function libraryTexts(input: Pick<CompileInput, "files" | "read">, kept: KeptTrees = new Map()) {
  const asked = new Set(input.files);
  const contents = new Map<string, Content | undefined>();
  const headers = new Map<string, FileHeader>();
  const trees: KeptTrees = new Map();
  const content = (path: string): Content | undefined => {
    if (!contents.has(path)) contents.set(path, asked.has(path) || isReadable(path) ? read(input, path) : undefined);
    return contents.get(path);
  };
  const source = (path: string): SourceFile | undefined => {
    const text = content(path);
    return text === undefined ? undefined : sourceFile(path, text);
  };
  const keptTree = (path: string, text: Content) =>
    [kept.get(path), bundledTrees.get(path)].find(one => one !== undefined && isSame(one.content, text));
  const parsed = (path: string): ParsedFile | undefined => {
    const known = trees.get(path);
    if (known !== undefined) return known.parsed;
    const text = content(path);
    if (text === undefined) return undefined;
    // Bytes may be written over by their owner.
    const tree = keptTree(path, text) ?? {
      content: typeof text === "string" ? text : text.slice(),
      parsed: parse(path, text),
    };
    if (text === bundled(path)) bundledTrees.set(path, tree);
    trees.set(path, tree);
    return tree.parsed;
  };
  const imports = (path: string): readonly string[] | undefined => {
    const known = headers.get(path);
    const text = known === undefined ? content(path) : undefined;
    if (text === undefined) return known?.imports;
    const tree = keptTree(path, text)?.parsed.tree;
    const made = tree === undefined ? fileHeader(sourceFile(path, text)) : headerOf(tree);
    headers.set(path, made);
    return made.imports;
  };
  return { source, parsed, imports, trees, builtIn, forget: (path: string) => trees.delete(path) };
}

// The few files of the bundle never change, and nearly every call needs one of them.
const bundledTrees: KeptTrees = new Map();

// The `descriptor.proto` of the bundle: what `compilation` takes as built in.
function builtIn(): ParsedFile | undefined {
  const text = bundled(optionTypesPath);
  if (text === undefined) return undefined;
  const tree = bundledTrees.get(optionTypesPath) ?? { content: text, parsed: parse(optionTypesPath, text) };
  bundledTrees.set(optionTypesPath, tree);
  return tree.parsed;
}

function parse(path: string, content: Content): ParsedFile {
  return parseFile(sourceFile(path, content));
}

function read(input: Pick<CompileInput, "read">, path: string): Content | undefined {
  const content: unknown = path === "" ? undefined : input.read(path);
  if (content === undefined || content === null) return bundled(path);
  if (typeof content === "string" || isBytes(content)) return content;
  throw new TypeError(
    `\`read\` must give a string, a Uint8Array or undefined at once, for \`${path}\` it gave neither`,
  );
}

// Also those of another realm, which are no instances of ours.
function isBytes(content: unknown): content is Uint8Array {
  return Object.prototype.toString.call(content) === "[object Uint8Array]";
}

function bundled(path: string): string | undefined {
  return Object.hasOwn(bundledFiles, path) ? bundledFiles[path] : undefined;
}

function isReadable(path: string): boolean {
  return path !== "" && faultOfImportPath(path) === undefined;
}

function isSame(one: Content, other: Content): boolean {
  if (typeof one === "string" || typeof other === "string") return one === other;
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
