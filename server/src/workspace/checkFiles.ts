// All problems of many files that nobody has open, in the memory of a few: what Check Workspace does.
import { compilation } from "../compiler/compile.ts";
import { compileInTurn } from "../compiler/compileInTurn.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { FileHeader } from "../compiler/syntax/fileHeader.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import { builtInOptionTypes, bundledText } from "./bundled.ts";
import { importPlace } from "./filePlace.ts";
import { FileText } from "./fileText.ts";
import { importHints } from "./importHints.ts";
import { importView } from "./importView.ts";
import { type ReachGroup, reachGroups } from "./reach.ts";
import { bundledPath, normalUri } from "./uri.ts";
import type { Workspace } from "./workspace.ts";

export interface FilesToCheck {
  /** It knows where files are; their texts are not kept in it. */
  readonly workspace: Workspace;
  /** The files, as the workspace lists them. */
  readonly uris: readonly string[];
  /** The content of a file now; undefined where there is none. Asked for again each time that it is needed. */
  readonly read: (uri: string) => string | Uint8Array | undefined;
}

export interface CheckedFile {
  readonly uri: string;
  readonly source: SourceFile;
  /** What an editor would show in it, in the order of the text. */
  readonly problems: readonly Problem[];
}

/** Checks files, each after those it imports; open documents count as they stand in the editor. */
export async function* checkFiles({ workspace, uris, read }: FilesToCheck): AsyncGenerator<CheckedFile> {
  const texts = new Texts(workspace, read);
  const tops = new Map<string, Map<string, string>>();
  for (const uri of uris) {
    const header = texts.header(uri);
    if (header === undefined) continue;
    const { root, path } = importPlace(workspace.layout, uri, header);
    const known = tops.get(root);
    if (known === undefined) tops.set(root, new Map([[path, uri]]));
    else known.set(path, uri);
  }
  for (const [root, files] of tops) {
    for (const group of await loadedGroups(workspace, texts, root, files))
      yield* checkGroup(workspace, texts, root, group);
  }
}

async function loadedGroups(
  workspace: Workspace,
  texts: Texts,
  root: string,
  tops: ReadonlyMap<string, string>,
): Promise<readonly ReachGroup[]> {
  for (;;) {
    const groups = reachGroups(workspace.layout, root, tops, uri => texts.header(uri));
    const unknown = new Set(groups.flatMap(one => [...one.unknown]));
    if (unknown.size === 0) return groups;
    await workspace.load([...unknown]);
  }
}

async function* checkGroup(
  workspace: Workspace,
  texts: Texts,
  root: string,
  { tops, files: found }: ReachGroup,
): AsyncGenerator<CheckedFile> {
  const text = (path: string) => {
    const uri = found.get(path);
    return uri === undefined ? undefined : texts.text(uri);
  };
  const { layout } = workspace;
  const hints = importHints(layout, { root, view: importView(layout, root), textOf: uri => texts.text(uri) });
  const files = compilation(path => text(path)?.parsed(path), hints, builtInOptionTypes);
  const turns = compileInTurn({
    files,
    // Not what a file has in common with files that it does not import: no editor shows that.
    toldBy: "importers",
    paths: tops.keys(),
    importsOf: path => {
      const uri = found.get(path);
      return uri === undefined ? undefined : texts.header(uri)?.imports;
    },
    sourceOf: path => text(path)?.source(path),
    forgotten: path => texts.forget(found.get(path)),
  });
  for (const { path, file, problems } of turns) {
    const uri = found.get(path);
    if (uri === undefined || tops.get(path) !== uri) continue;
    yield { uri, source: file.declared.parsed.source, problems };
  }
}

/** The texts of files, read for their headers and again when their turn comes. */
class Texts {
  readonly #workspace: Workspace;
  readonly #read: FilesToCheck["read"];
  readonly #texts = new Map<string, FileText | undefined>();
  readonly #headers = new Map<string, FileHeader | undefined>();

  constructor(workspace: Workspace, read: FilesToCheck["read"]) {
    this.#workspace = workspace;
    this.#read = read;
  }

  text(uri: string): FileText | undefined {
    const bundled = bundledPath(uri);
    if (bundled !== undefined) return bundledText(bundled);
    const known = this.#texts.get(uri);
    if (known !== undefined || this.#texts.has(uri)) return known;
    const content = this.#workspace.snapshot.document(uri)?.source.text ?? this.#read(uri);
    const text = content === undefined ? undefined : new FileText(uri, content);
    this.#texts.set(uri, text);
    return text;
  }

  header(uri: string): FileHeader | undefined {
    const key = normalUri(uri);
    const known = this.#headers.get(key);
    if (known !== undefined || this.#headers.has(key)) return known;
    const header = this.text(key)?.header();
    this.#headers.set(key, header);
    // It may be long until its turn comes.
    this.forget(key);
    return header;
  }

  forget(uri: string | undefined): void {
    if (uri !== undefined) this.#texts.delete(uri);
  }
}
