// Changes to several files of a tree at once: what is declared goes to other files, packages and files get other names.
import type { MessageNode } from "../../server/src/compiler/syntax/nodes.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";

type Pick = (below: number) => number;

type Texts = ReadonlyMap<string, string>;

/** The tree with one thing in another place, what uses it told of that as well as a text allows. */
export function movedTree(tree: Texts, pick: Pick): Texts {
  return moves[pick(moves.length)]?.(tree, pick) ?? tree;
}

const moves: readonly ((tree: Texts, pick: Pick) => Texts | undefined)[] = [
  declarationToNewFile,
  declarationToNewFile,
  declarationToOtherFile,
  packageRenamed,
  packageRenamed,
  packageShared,
  fileRenamed,
  contentsExchanged,
];

const packageLine = /^package\s+([\w.]+)\s*;/m;

function someFile(tree: Texts, pick: Pick): readonly [name: string, text: string] {
  const files = [...tree];
  return files[pick(files.length)] ?? ["none.proto", ""];
}

interface Declaration {
  readonly file: string;
  readonly text: string;
  /** The file without it. */
  readonly rest: string;
}

function someDeclaration(tree: Texts, pick: Pick): Declaration | undefined {
  const [file, text] = someFile(tree, pick);
  const { members } = parseFile(sourceFile(file, text)).tree;
  const blocks = members.filter(one => ["message", "enum", "service", "extend"].includes(one.kind)) as MessageNode[];
  const found = blocks[pick(Math.max(1, blocks.length))];
  if (found === undefined) return undefined;
  return { file, text: text.slice(found.start, found.end), rest: text.slice(0, found.start) + text.slice(found.end) };
}

function withImport(text: string, path: string): string {
  const head = /^(?:package\s+[\w.]+\s*;|(?:syntax|edition)\s*=[^;]*;)/gm;
  const last = [...text.matchAll(head)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return `${text.slice(0, at)}\nimport "${path}";${text.slice(at)}`;
}

/** All that stands before the first declaration. */
function headOf(file: string, text: string): string {
  const { members } = parseFile(sourceFile(file, text)).tree;
  return members
    .filter(one => ["syntax", "package", "import", "option"].includes(one.kind))
    .map(one => text.slice(one.start, one.end))
    .join("\n");
}

function declarationToNewFile(tree: Texts, pick: Pick): Texts | undefined {
  const moved = someDeclaration(tree, pick);
  if (moved === undefined) return undefined;
  const other = moved.file.replace(/\.proto$/, `_part${pick(9)}.proto`);
  const head = headOf(moved.file, tree.get(moved.file) ?? "");
  const isService = moved.text.startsWith("service");
  const [rest, part] = isService
    ? [moved.rest, withImport(`${head}\n${moved.text}\n`, moved.file)]
    : [withImport(moved.rest, other), `${head}\n${moved.text}\n`];
  return new Map([...tree, [moved.file, rest], [other, part]]);
}

function declarationToOtherFile(tree: Texts, pick: Pick): Texts | undefined {
  const moved = someDeclaration(tree, pick);
  const packageName = moved === undefined ? undefined : packageLine.exec(moved.rest)?.[1];
  const others = new Map([...tree].filter(([, text]) => packageLine.exec(text)?.[1] === packageName));
  const [into, text] = someFile(others, pick);
  if (moved === undefined || into === moved.file) return undefined;
  const rest = moved.rest.includes(`"${into}"`) ? moved.rest : withImport(moved.rest, into);
  return new Map([...tree, [moved.file, rest], [into, `${text}\n${moved.text}\n`]]);
}

const packageEnds = ["v1", "v1beta1", "v1alpha1", "v2", "v1p1beta1", "v1test", "v1main", "other"];

/** In all files, and where its names are used. */
function packageRenamed(tree: Texts, pick: Pick): Texts | undefined {
  const name = packageLine.exec(someFile(tree, pick)[1])?.[1];
  if (name === undefined) return undefined;
  const end = packageEnds[pick(packageEnds.length)];
  const other = pick(2) === 0 ? `${name}.${end}` : name.replace(/[^.]+$/, `${end}`);
  const uses = new RegExp(`(?<![\\w.])${name.replaceAll(".", "\\.")}(?=\\s*;|\\.[A-Z])`, "g");
  const oneFile = pick(3) === 0 ? someFile(tree, pick)[0] : undefined;
  return new Map(
    [...tree].map(([file, text]) => [
      file,
      oneFile === undefined || file === oneFile ? text.replace(uses, other) : text,
    ]),
  );
}

function packageShared(tree: Texts, pick: Pick): Texts | undefined {
  const [file, text] = someFile(tree, pick);
  const other = packageLine.exec(someFile(tree, pick)[1])?.[0] ?? "";
  return packageLine.test(text) ? new Map([...tree, [file, text.replace(packageLine, other)]]) : undefined;
}

function fileRenamed(tree: Texts, pick: Pick): Texts {
  const [file] = someFile(tree, pick);
  const other = `${["moved/", "", "é x/"][pick(3)]}${file.replace(/\.proto$/, ["_renamed.proto", ".v2.proto"][pick(2)] ?? "")}`;
  return new Map(
    [...tree].map(([name, text]) => [name === file ? other : name, text.replaceAll(`"${file}"`, `"${other}"`)]),
  );
}

function contentsExchanged(tree: Texts, pick: Pick): Texts {
  const [one, other] = [someFile(tree, pick), someFile(tree, pick)];
  return new Map([...tree, [one[0], other[1]], [other[0], one[1]]]);
}
