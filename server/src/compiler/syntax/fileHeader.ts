// What the top of a file tells: its package and its imports, without parsing the rest.
import { type SourceFile, sourceFile } from "../text/sourceFile.ts";
import type { FileNode } from "./nodes.ts";
import { parseFile } from "./parseFile.ts";

export interface FileHeader {
  /** Empty where there is none. */
  readonly packageName: string;
  /** Import paths: in the order of the text, but those of `import option` last, as protoc takes them. */
  readonly imports: readonly string[];
}

/** The header of a tree. */
export function headerOf(tree: FileNode): FileHeader {
  let packageName = "";
  const imports: string[] = [];
  const forOptions: string[] = [];
  for (const member of tree.members) {
    if (member.kind === "package") packageName = member.name?.text ?? packageName;
    if (member.kind !== "import" || member.path === undefined) continue;
    if (member.modifier?.word === "option") forOptions.push(member.path.text);
    else imports.push(member.path.text);
  }
  return { packageName, imports: forOptions.length === 0 ? imports : [...imports, ...forOptions] };
}

/**
 * The header of a text, the same as that of its whole tree. Parsed is no more than what stands before the first
 * declaration, where it is sure that nothing of the header comes after it.
 */
export function fileHeader(source: SourceFile): FileHeader {
  const { text } = source;
  const end = text.search(firstDeclaration);
  if (
    end > 0 &&
    source.invalidUtf8At === undefined &&
    !mayHold(text, "import", end) &&
    !mayHold(text, "package", end)
  ) {
    const top = parseFile(sourceFile(source.path, text.slice(0, end)));
    if (top.problems.length === 0) return headerOf(top.tree);
  }
  return headerOf(parseFile(source).tree);
}

const firstDeclaration = /^(?:message|enum|service|extend)\s/m;

// Whether a statement could begin with `word`: after a `;`, a `}` or a comment, or with nothing but space on its line.
function mayHold(text: string, word: string, from: number): boolean {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    let before = at - 1;
    while (" \t\v\f\r".includes(text.charAt(before)) && before >= 0) before--;
    if (before < 0 || "\n;}/".includes(text.charAt(before))) return true;
  }
  return false;
}
