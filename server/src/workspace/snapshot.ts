import { type Compilation, compilation } from "../compiler/compile.ts";
import type { CheckedStretch, FurtherCheck } from "../compiler/editedFile.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import type { Problem } from "../compiler/report/problem.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { SourceFile } from "../compiler/text/sourceFile.ts";
import type { Steps } from "../compiler/text/steps.ts";
import { builtInOptionTypes, bundledOutlines, bundledText, parsingOptionTypes } from "./bundled.ts";
import type { OpenDocument } from "./document.ts";
import { outlineOf } from "./fileOutline.ts";
import { type ImportPlace, importPlace, isPlaceGiven } from "./filePlace.ts";
import type { FileText } from "./fileText.ts";
import { bufFilesAbove } from "./importConfig.ts";
import { placeByImporters } from "./importers.ts";
import { importHints } from "./importHints.ts";
import { type Resolution, resolveImport } from "./importRoots.ts";
import { hiddenFiles, type ImportView, importPathOf, importView } from "./importView.ts";
import type { Layout } from "./layout.ts";
import type { FileOutline, Outline } from "./outline.ts";
import type { FoundSymbol, Outlines } from "./outlines.ts";
import { type Reach, reach } from "./reach.ts";
import { bundledPath, bundledUri, normalUri } from "./uri.ts";

/** How much is to be known of a file. */
type Depth = "placed" | "parsed" | "linked" | "interpreted" | "problems";

/**
 * Everything the server knows at one moment; it never changes. Open documents stand in for the files on disk. Inside,
 * uris are in the spelling of `normalUri`; every function takes any spelling, and gives the client's of open documents.
 */
export interface Snapshot {
  readonly documents: ReadonlyMap<string, OpenDocument>;
  readonly folders: readonly string[];

  /** The open document of a uri. */
  readonly document: (uri: string) => OpenDocument | undefined;
  /** The text of an open or loaded file. */
  readonly source: (uri: string) => SourceFile | undefined;
  /** The tree of an open or loaded `.proto` file. */
  readonly parsed: (uri: string) => ParsedFile | undefined;
  /** The file with its imports and types resolved; of imports that are not loaded it knows nothing. */
  readonly linked: (uri: string) => LinkedFile | undefined;
  /** All compiler problems of a file. */
  readonly problems: (uri: string) => readonly Problem[];
  /**
   * Work of a large file in steps, after which what it is named for is there at once: where it stands among others; its
   * tree; that linked; what its options mean, too; its problems.
   */
  readonly steps: (uri: string, to: Depth) => Steps<unknown>;
  /** In steps, what an edited file consists of; undefined of one that is not, and where it takes the whole file. */
  readonly editedSteps: (uri: string) => Steps<readonly CheckedStretch[] | undefined>;
  /** What another check finds where no more than edited declarations are to be looked at again; undefined where it takes the whole file. */
  readonly furtherAfterEdit: (uri: string, check: FurtherCheck) => readonly Problem[] | undefined;
  /** The compilation in which a file stands with its imports, and its import path there. */
  readonly compilation: (uri: string) => { readonly compilation: Compilation; readonly path: string };
  /** Where an import in `uri` leads; `protodial:` uris are bundled files. Undefined where it leads nowhere. */
  readonly resolveImport: (uri: string, path: string) => string | undefined;
  /** The path by which the file `uri` imports the file `target`. */
  readonly importPath: (uri: string, target: string) => string | undefined;
  /** The path by which files of its own root import a file. */
  readonly ownPath: (uri: string) => string;
  /** Where imports of a file are looked for. */
  readonly importView: (uri: string) => ImportView;
  /** The uri under which a text was read, for a place in another file. */
  readonly uriOf: (source: SourceFile) => string;

  /** What must be loaded before `linked(uri)` is what it will be: files, and folders (ending in `/`) to be listed. */
  readonly missing: (uri: string) => readonly string[];
  /** Whether the folders have been listed and outlined, so that `outlines` is whole. */
  readonly indexed: boolean;
  /** Outlines of all known `.proto` files but the bundled ones, open ones as they stand in the editor. */
  readonly outlines: () => readonly FileOutline[];
  /** The same, and then those of the bundled files, of which the workspace may have copies. */
  readonly outlinesWithBundled: () => readonly FileOutline[];
  /** The same but that of `uri`: one that is being edited is not read for it. */
  readonly outlinesBeside: (uri: string) => readonly FileOutline[];
  /** Where a full name (`pkg.Service`) is declared, the files nearest to `nearUri` first. */
  readonly declarations: (fullName: string, nearUri: string) => readonly FoundSymbol[];
}

/** What a snapshot is made of. */
export interface SnapshotState {
  readonly documents: ReadonlyMap<string, OpenDocument>;
  /** The texts of the open `.proto` documents. */
  readonly openTexts: ReadonlyMap<string, FileText>;
  /** Files read from disk; undefined for those that are not there. */
  readonly diskTexts: ReadonlyMap<string, FileText | undefined>;
  readonly layout: Layout;
  /** Of the files on disk, by uri. */
  readonly outlines: Outlines;
  readonly indexed: boolean;
}

/** Makes a snapshot. What has not changed since an earlier one is shared with it through the texts they share. */
export function snapshot(state: SnapshotState): Snapshot {
  return new StateSnapshot(state);
}

/** The snapshot with more files loaded, for a request that looks into files nobody has open. */
export function withTexts(base: Snapshot, texts: ReadonlyMap<string, FileText | undefined>): Snapshot {
  if (!(base instanceof StateSnapshot)) return base;
  return snapshot({ ...base.state, diskTexts: new Map([...base.state.diskTexts, ...texts]) });
}

class StateSnapshot implements Snapshot {
  readonly #compilations = new Map<string, Compilation>();
  readonly #places = new Map<string, ImportPlace>();
  readonly #reaches = new Map<string, Reach>();
  #outlines: readonly FileOutline[] | undefined;

  constructor(readonly state: SnapshotState) {}

  get documents(): ReadonlyMap<string, OpenDocument> {
    return this.state.documents;
  }

  get folders(): readonly string[] {
    return this.state.layout.folders;
  }

  get indexed(): boolean {
    return this.state.indexed;
  }

  document(uri: string): OpenDocument | undefined {
    return this.state.documents.get(normalUri(uri));
  }

  source(uri: string): SourceFile | undefined {
    return this.document(uri)?.source ?? this.parsed(uri)?.source;
  }

  parsed(uri: string): ParsedFile | undefined {
    const key = normalUri(uri);
    return this.#text(key)?.parsed(this.#place(key).path);
  }

  linked(uri: string): LinkedFile | undefined {
    const { compilation, path } = this.compilation(uri);
    return this.#text(normalUri(uri)) === undefined ? undefined : compilation.file(path);
  }

  problems(uri: string): readonly Problem[] {
    const { compilation, path } = this.compilation(uri);
    return this.#text(normalUri(uri)) === undefined ? [] : compilation.problems(path);
  }

  *steps(uri: string, to: Depth): Steps<void> {
    const text = this.#text(normalUri(uri));
    // To find its package and imports, all of a text is searched.
    yield* text?.headerSteps() ?? [];
    const { compilation, path } = this.compilation(uri);
    if (text === undefined || to === "placed") return;
    if (to === "parsed") yield* text.parsing(path);
    else if (to === "linked") yield* compilation.linkSteps(path);
    else if (to === "interpreted") yield* compilation.interpretSteps(path);
    else yield* compilation.problemSteps(path);
  }

  *editedSteps(uri: string): Steps<readonly CheckedStretch[] | undefined> {
    const { compilation, path } = this.compilation(uri);
    return this.#text(normalUri(uri)) === undefined ? undefined : yield* compilation.editedSteps(path);
  }

  furtherAfterEdit(uri: string, check: FurtherCheck): readonly Problem[] | undefined {
    const { compilation, path } = this.compilation(uri);
    return compilation.furtherAfterEdit(path, check);
  }

  compilation(uri: string): { readonly compilation: Compilation; readonly path: string } {
    const key = normalUri(uri);
    const { root, path } = this.#place(key);
    return { compilation: this.#compilation(root, this.#reach(key).instead), path };
  }

  resolveImport(uri: string, path: string): string | undefined {
    const found = this.#resolve(this.#place(normalUri(uri)).root, path);
    return found.kind === "file" ? this.#spelling(found.uri) : undefined;
  }

  importPath(uri: string, target: string): string | undefined {
    return this.#importPath(this.#place(normalUri(uri)).root, normalUri(target));
  }

  ownPath(uri: string): string {
    return this.#place(normalUri(uri)).path;
  }

  importView(uri: string): ImportView {
    return importView(this.state.layout, this.#place(normalUri(uri)).root);
  }

  uriOf(source: SourceFile): string {
    return this.#spelling(source.origin ?? bundledUri(source.path));
  }

  missing(uri: string): readonly string[] {
    const key = normalUri(uri);
    // Open documents of other languages import nothing, and are no `.proto` files to be read.
    if (this.state.documents.has(key) && !this.state.openTexts.has(key)) return [];
    // Where a file stands depends on what buf's files above it say.
    const isUnread = (file: string) => this.state.layout.config(file) === undefined;
    const missing = new Set<string>(key.startsWith("file:") ? bufFilesAbove(key).filter(isUnread) : []);
    if (this.#text(key) === undefined) {
      if (this.state.layout.presence(key) !== false && !this.state.diskTexts.has(key)) missing.add(key);
      return [...missing];
    }
    const { files, unknown } = this.#reach(key);
    for (const one of unknown) missing.add(one);
    for (const uri of files.values()) if (this.#isUnread(uri)) missing.add(uri);
    const view = importView(this.state.layout, this.#place(key).root);
    for (const path of this.#text(key)?.header().imports ?? []) {
      // What the file's own imports hide is read to be compared with what they lead to.
      const hidden = files.has(path) ? hiddenFiles(this.state.layout, view, path) : [];
      for (const uri of hidden) if (this.#isUnread(uri)) missing.add(uri);
    }
    return [...missing];
  }

  #isUnread(uri: string): boolean {
    return this.#text(uri) === undefined && !this.state.diskTexts.has(uri);
  }

  outlines(): readonly FileOutline[] {
    this.#outlines ??= this.#outlinesBut(undefined);
    return this.#outlines;
  }

  #outlinesBut(uri: string | undefined): readonly FileOutline[] {
    const open = [...this.state.openTexts].filter(([one]) => one !== uri);
    return [
      ...open.map(([one, text]) => outlineOf(one, text)),
      ...this.state.outlines.allBut(this.state.openTexts.keys()),
      ...this.#otherOutlines(),
    ];
  }

  outlinesWithBundled(): readonly FileOutline[] {
    return [...this.outlines(), ...bundledOutlines().files];
  }

  outlinesBeside(uri: string): readonly FileOutline[] {
    return [...this.#outlinesBut(normalUri(uri)), ...bundledOutlines().files];
  }

  declarations(fullName: string, nearUri: string): readonly FoundSymbol[] {
    return this.#declarations(fullName, nearUri);
  }

  #declarations(fullName: string, nearUri: string, besides?: string): readonly FoundSymbol[] {
    const name = fullName.slice(fullName.lastIndexOf(".") + 1);
    const indexed = this.state.outlines.declaring(name).filter(one => !this.state.openTexts.has(one.file.uri));
    const found = [...indexed, ...bundledOutlines().declaring(name)];
    const open = [...this.state.openTexts].filter(([uri]) => uri !== besides);
    for (const file of [...open.map(([uri, text]) => outlineOf(uri, text)), ...this.#otherOutlines()]) {
      for (const row of file.outline.rowsNamed(name)) found.push({ file, symbol: file.outline.symbol(row) });
    }
    const near = normalUri(nearUri);
    return found
      .filter(({ symbol }) => symbol.fullName === fullName)
      .sort((a, b) => shared(near, normalUri(b.file.uri)) - shared(near, normalUri(a.file.uri)));
  }

  /** Of what is neither open nor in the folders. */
  *#otherOutlines(): Iterable<FileOutline> {
    for (const [uri, text] of this.state.diskTexts) {
      if (text === undefined || this.state.outlines.has(uri) || this.state.openTexts.has(uri)) continue;
      yield outlineOf(uri, text);
    }
  }

  #text(uri: string): FileText | undefined {
    const bundled = bundledPath(uri);
    if (bundled !== undefined) return bundledText(bundled);
    return this.state.openTexts.get(uri) ?? this.state.diskTexts.get(uri);
  }

  #spelling(uri: string): string {
    return this.#text(uri)?.uri ?? uri;
  }

  #place(uri: string): ImportPlace {
    const known = this.#places.get(uri);
    if (known !== undefined) return known;
    const text = this.#text(uri);
    const place = text === undefined ? this.#placeOfUnread(uri) : this.#placeOfText(uri, text);
    this.#places.set(uri, place);
    return place;
  }

  #placeOfUnread(uri: string): ImportPlace {
    const known = this.state.outlines.get(uri);
    if (known === undefined) return importPlace(this.state.layout, uri, { packageName: "", imports: [] });
    // There are thousands of them, whose places follow from the layout and their own text alone.
    const places = this.state.layout.memo("places of outlines", "", () => new Map<string, OutlinePlace>());
    const found = places.get(uri);
    if (found?.outline === known.outline) return found.place;
    const place = importPlace(this.state.layout, uri, known.outline);
    places.set(uri, { outline: known.outline, place });
    return place;
  }

  #placeOfText(uri: string, text: FileText): ImportPlace {
    const { layout, outlines } = this.state;
    const own = importPlace(layout, uri, text.header());
    if (isPlaceGiven(layout, uri)) return own;
    // Kept as long as nobody imports anything else: a keystroke must not look through all files.
    const places = layout.memo("places by importers", "", () => new Map<string, AgreedPlace>());
    const found = places.get(uri);
    if (found?.outlines === outlines && found.own.path === own.path) return found.place;
    const place = placeByImporters(layout, outlines, uri, own, importer => this.#ownPlace(importer));
    places.set(uri, { outlines, own, place });
    return place;
  }

  #ownPlace(uri: string): ImportPlace {
    const text = this.state.openTexts.get(uri);
    return text === undefined ? this.#placeOfUnread(uri) : importPlace(this.state.layout, uri, text.header());
  }

  #importPath(root: string, target: string): string | undefined {
    return importPathOf(importView(this.state.layout, root), target, this.#place(target).path);
  }

  #resolve(root: string, path: string): Resolution {
    return resolveImport(this.state.layout, root, path);
  }

  #reach(uri: string): Reach {
    const known = this.#reaches.get(uri);
    if (known !== undefined) return known;
    const { root, path } = this.#place(uri);
    const made = reach(this.state.layout, root, [[path, uri]], one => this.#text(one)?.header());
    this.#reaches.set(uri, made);
    return made;
  }

  /** `instead`: paths that lead elsewhere than for other files of the root. */
  #compilation(root: string, instead: Reach["instead"]): Compilation {
    const key = [root, ...[...instead].flat()].join("\n");
    const known = this.#compilations.get(key);
    if (known !== undefined) return known;
    const { layout } = this.state;
    const uriAt = (path: string) => {
      const other = instead.get(path);
      if (other !== undefined) return other;
      const found = this.#resolve(root, path);
      return found.kind === "file" ? found.uri : undefined;
    };
    const hints = {
      declaredIn: (fullName: string, besides: string) =>
        this.#pathsDeclaring(fullName, root, uriAt(besides)).filter(path => path !== besides),
      ...importHints(layout, { root, view: importView(layout, root), textOf: uri => this.#text(uri) }),
    };
    // After each keystroke all open files ask for what they import, and most of that is the same.
    const texts = new Map<string, FileText | undefined>();
    const text = (path: string) => {
      const known = texts.get(path);
      if (known !== undefined || texts.has(path)) return known;
      const uri = uriAt(path);
      const found = uri === undefined ? undefined : this.#text(uri);
      texts.set(path, found);
      return found;
    };
    const edits = {
      parsing: (path: string) => text(path)?.parsing(path),
      parsingBuiltIn: parsingOptionTypes,
      edited: (path: string) => text(path)?.edited(path),
      checked: (path: string) => text(path)?.markChecked(),
    };
    const made = compilation(path => text(path)?.parsed(path), hints, builtInOptionTypes, edits);
    this.#compilations.set(key, made);
    return made;
  }

  // The file that asks has what it declares; while it is edited, its outline would be made for nothing.
  #pathsDeclaring(fullName: string, root: string, besides: string | undefined): readonly string[] {
    const files = this.#declarations(fullName, root, besides).map(one => normalUri(one.file.uri));
    return files.map(uri => this.#importPath(root, uri)).filter(path => path !== undefined);
  }
}

interface AgreedPlace {
  readonly outlines: Outlines;
  readonly own: ImportPlace;
  readonly place: ImportPlace;
}

interface OutlinePlace {
  readonly outline: Outline;
  readonly place: ImportPlace;
}

function shared(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one[at] === other[at]) at++;
  return at;
}
