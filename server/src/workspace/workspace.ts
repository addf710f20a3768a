import { lateSourceFile } from "../compiler/text/sourceFile.ts";
import { bufFiles } from "./bufYaml.ts";
import type { OpenDocument } from "./document.ts";
import { EditedText } from "./editedText.ts";
import type { DiskChange, FileSystem } from "./fileSystem.ts";
import { FileText } from "./fileText.ts";
import { FolderListing } from "./folderListing.ts";
import { isIgnoreFile, isListedFile } from "./folderNames.ts";
import {
  bufFilesAbove,
  type ImportConfig,
  importConfig,
  isConfigFile,
  isPackageFile,
  noPackages,
  nothingSaid,
  type PackagePlaces,
  tellsOfPackages,
} from "./importConfig.ts";
import { type Layout, layout } from "./layout.ts";
import { isBelowAny, isFolder, type Listing, latestOf, withBelow } from "./listing.ts";
import type { FileOutline } from "./outline.ts";
import { Outlines } from "./outlines.ts";
import { Readings } from "./readings.ts";
import { type Snapshot, type SnapshotState, snapshot, withTexts } from "./snapshot.ts";
import type { TextEdit } from "./textEdits.ts";
import { absoluteUri, baseName, joinUri, normalUri } from "./uri.ts";

/** Language id of `.proto` documents. */
export const protoLanguage = "proto";

/** Told of each change: `changed` are the uris (in normal spelling) of what did, `onDisk` those that the disk told of. */
type ChangeListener = (changed: readonly string[], onDisk: ReadonlySet<string>) => void;

/** What lives and changes: every event makes a new snapshot, and those who listen are told. */
export class Workspace {
  readonly #files: FileSystem;
  readonly #packages: PackagePlaces;
  readonly #shown: (uri: string) => string;
  readonly #listing: FolderListing;
  readonly #readings = new Readings();
  readonly #listeners: ChangeListener[] = [];
  #folderUris: readonly string[] = [];
  #folders: readonly string[] = [];
  #rootSettings: readonly string[] = [];
  #documents: ReadonlyMap<string, OpenDocument> = new Map();
  #openTexts: ReadonlyMap<string, FileText> = new Map();
  #diskTexts: ReadonlyMap<string, FileText | undefined> = new Map();
  #configs: ReadonlyMap<string, ImportConfig> = new Map();
  #outlines = new Outlines();
  #indexed = false;
  #diskChanges = 0;
  #layout: Layout;
  #current: Snapshot;

  /** `shown`: the uri by which a file that was read is told, where that is not the one it was read by. */
  constructor(files: FileSystem, packages: PackagePlaces = noPackages, shown = (uri: string) => uri) {
    this.#files = files;
    this.#packages = packages;
    this.#shown = shown;
    this.#listing = new FolderListing(files, {
      prepare: found => this.#readBufFiles(found),
      listed: found => this.#takeListing(found),
    });
    this.#layout = this.#newLayout();
    this.#current = snapshot(this.#state());
  }

  get snapshot(): Snapshot {
    return this.#current;
  }

  /** The patterns of `files.exclude`, for each workspace folder its own. */
  get excluded(): readonly (readonly string[])[] {
    return this.#listing.folders.map(one => one.excluded);
  }

  /** Where files are, as far as it is known. */
  get layout(): Layout {
    return this.#layout;
  }

  /** The workspace folders as the client spells them. */
  get folderUris(): readonly string[] {
    return this.#folderUris;
  }

  /** Calls `listener` after each change; none that `changed` means that everything may have. */
  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** Sets the workspace folders. What was found in the old ones is looked for afresh. */
  setFolders(uris: readonly string[]): void {
    this.#folderUris = uris;
    this.#folders = uris.map(normalUri);
    this.#listing.setFolders(this.#folders);
    this.#configs = new Map();
    this.#outlines = new Outlines();
    this.#indexed = false;
    // Outlines that are being made are of the old ones.
    this.#diskChanges++;
    this.#layOut();
  }

  /** Sets the patterns of `files.exclude`, for each workspace folder its own. */
  setExcluded(patterns: readonly (readonly string[])[]): void {
    this.#listing.setExcluded(patterns);
  }

  /** Sets `protodial.importRoots`: absolute paths, uris, or paths below the workspace folders. */
  setImportRoots(roots: readonly string[]): void {
    if (roots.length === this.#rootSettings.length && roots.every((root, at) => root === this.#rootSettings[at]))
      return;
    this.#rootSettings = roots;
    this.#layOut();
  }

  /** Takes the text of a document that was opened. */
  setDocument(uri: string, languageId: string, version: number, text: string): void {
    const key = normalUri(uri);
    const wasOpen = this.#documents.has(key);
    this.#takeDocument(key, { uri, languageId, version, edits: undefined, ...documentText(uri, EditedText.of(text)) });
    if (!wasOpen && this.#layout.presence(key) !== true) this.#layOut([key]);
    else this.#changed([key]);
  }

  /** Takes the text of an open document after `edits`, one after another; without them it is another text. */
  editDocument(uri: string, version: number, text: EditedText, edits: readonly TextEdit[] | undefined): void {
    const key = normalUri(uri);
    const document = this.#documents.get(key);
    if (document === undefined) return;
    const before = edits === undefined ? undefined : this.#openTexts.get(key);
    this.#takeDocument(
      key,
      { ...document, version, edits, ...documentText(uri, text) },
      before?.changed(text, edits ?? []),
    );
    this.#changed([key]);
  }

  #takeDocument(key: string, document: OpenDocument, text = new FileText(document.uri, document.text)): void {
    this.#documents = new Map(this.#documents).set(key, document);
    if (document.languageId === protoLanguage) this.#openTexts = new Map(this.#openTexts).set(key, text);
  }

  /** The file on disk counts again. */
  closeDocument(uri: string): void {
    const key = normalUri(uri);
    this.#documents = without(this.#documents, key);
    this.#openTexts = without(this.#openTexts, key);
    this.#layOut([key]);
  }

  /**
   * Forgets what changed on disk, to be read again when it is needed. What concerns no file that is known or would be
   * listed changes nothing.
   */
  changeOnDisk(changes: readonly DiskChange[]): void {
    const folders = changes.filter(isFolder).map(one => normalUri(one.uri));
    if (changes.some(one => isIgnoreFile(one.uri))) this.#listing.makeAgain();
    const latest = latestOf(changes);
    const { deleted, changed } = latest;
    this.#readings.tell([...deleted, ...changed]);
    // What is in a folder that came may be other files than those that were there.
    const gone = this.#knownBelow(new Set([...deleted, ...folders]));
    const concerned = new Set([...gone, ...[...deleted, ...changed].filter(uri => this.#isConcerned(uri))]);
    this.#listing.change(changes, latest);
    // What is found there is newer than what is told here.
    const walked = folders.filter(folder => this.#listing.current?.walks(folder) !== false);
    if (walked.length > 0) void this.#lookInto(walked);
    const configs = [...concerned].filter(isConfigFile);
    if (changes.some(one => tellsOfPackages(one.uri))) configs.push(...[...this.#configs.keys()].filter(isPackageFile));
    if (configs.length > 0) void this.#readConfigs(configs).then(() => this.#layOut());
    if (concerned.size === 0) return;
    this.#diskChanges++;
    const texts = new Map(this.#diskTexts);
    for (const uri of concerned) texts.delete(uri);
    // What is in the place of a folder that went may be a folder, too.
    for (const uri of gone) if (isBelowAny(deleted, uri) && !isBelowAny(changed, uri)) texts.set(uri, undefined);
    this.#diskTexts = texts;
    this.#outlines = this.#outlines.without(concerned);
    this.#indexed = false;
    this.#layOut([], concerned);
  }

  /** Reads files, and lists the folders where a uri ends in `/`. */
  async load(uris: readonly string[]): Promise<void> {
    if (uris.some(uri => uri.endsWith("/"))) await this.list();
    const wanted = uris.filter(uri => !uri.endsWith("/"));
    if (wanted.length === 0) return;
    const found = await Promise.all([
      this.#readTexts(wanted.filter(uri => !isConfigFile(uri))),
      this.#readConfigs(wanted.filter(isConfigFile)),
    ]);
    // Documents that need none of these may see them all the same: roots are everyone's.
    if (found.includes("news")) this.#layOut();
    else this.#renew();
  }

  /** Reads files without keeping them. */
  async read(uris: readonly string[]): Promise<ReadonlyMap<string, FileText | undefined>> {
    const read = uris.map(async uri => [normalUri(uri), await this.#readText(uri)] as const);
    return new Map(await Promise.all(read));
  }

  /** Has all that is shown of open documents worked out again: something beside the files has changed. */
  recheck(): void {
    this.#changed([]);
  }

  /** Waits until files and all they import are read. Files beyond those stay as they are. */
  async loaded(uris: readonly string[]): Promise<Snapshot> {
    for (;;) {
      const missing = new Set(uris.flatMap(uri => this.#current.missing(uri)));
      if (missing.size === 0) return this.#current;
      await this.load([...missing]);
    }
  }

  /** A snapshot that has more files than the workspace keeps, with what they import. */
  async with(base: Snapshot, uris: readonly string[]): Promise<Snapshot> {
    let extended = base;
    const tried = new Set<string>();
    let missing: readonly string[] = uris;
    while (missing.length > 0) {
      extended = withTexts(extended, await this.read(missing));
      for (const uri of missing) tried.add(uri);
      const reached = extended;
      const still = new Set(uris.flatMap(uri => reached.missing(uri)));
      missing = [...still].filter(uri => !uri.endsWith("/") && !isConfigFile(uri) && !tried.has(uri));
    }
    return extended;
  }

  /** Lists the folders, once. */
  list(): Promise<void> {
    return this.#listing.make();
  }

  /** Counts what was told of the disk: what was read before the latest may be old. */
  get diskChanges(): number {
    return this.#diskChanges;
  }

  /**
   * Takes outlines of files on disk, read since `diskChanges` was `seen`; `done` when no more are to come. Takes nothing
   * and says so when the disk has changed since.
   */
  addOutlines(found: readonly FileOutline[], seen: number, state: "more" | "done"): "taken" | "stale" {
    if (seen !== this.#diskChanges) return "stale";
    this.#outlines = this.#outlines.with(found);
    this.#indexed = state === "done";
    // Who imports an open file may have it at another place, and what one lacks may be declared in another.
    if (this.#indexed) this.#changed([]);
    else this.#renew();
    return "taken";
  }

  /** Request documents (`*.grpc`) of the folders, once they are listed. */
  requestFiles(): readonly string[] {
    return [...this.#listed(".grpc")];
  }

  /** The `.proto` files of the folders, once they are listed. */
  protoFiles(): readonly string[] {
    return [...this.#listed(".proto")];
  }

  /** Whether a file has an outline. */
  isOutlined(uri: string): boolean {
    return this.#outlines.has(uri);
  }

  *#listed(ending: string): Iterable<string> {
    for (const uri of this.#listing.current?.files ?? []) if (uri.endsWith(ending)) yield uri;
  }

  async #readBufFiles(found: Listing): Promise<void> {
    const bufUris = [...found.files].filter(uri => uri.endsWith(".yaml") && bufFiles.includes(baseName(uri)));
    await this.#readConfigs([...bufUris, ...this.#folders.flatMap(bufFilesAbove)]);
    await this.#files.pause?.();
  }

  #takeListing(found: Listing): void {
    // Outlines that are being made may be of files that are no longer listed.
    this.#diskChanges++;
    this.#outlines = this.#outlines.without(new Set(this.#outlines.uris().filter(uri => !found.files.has(uri))));
    this.#indexed = false;
    this.#layOut();
  }

  /** Known files that are one of `uris` or below one. */
  #knownBelow(uris: ReadonlySet<string>): ReadonlySet<string> {
    if (uris.size === 0) return uris;
    // What has an outline is listed.
    const listed = withBelow(this.#listing.current?.files ?? new Set(), uris);
    return new Set([...listed, ...[...this.#diskTexts.keys()].filter(uri => isBelowAny(uris, uri))]);
  }

  async #lookInto(folders: readonly string[]): Promise<void> {
    try {
      this.changeOnDisk(await this.#listing.changesIn(folders));
    } catch {
      // Who next asks for the listing is told why there is none.
      this.#listing.makeAgain();
    }
  }

  #isConcerned(uri: string): boolean {
    if (this.#diskTexts.has(uri) || this.#outlines.has(uri) || this.#configs.has(uri)) return true;
    return this.#listing.current?.lists(uri) ?? isListedFile(baseName(uri));
  }

  async #readText(uri: string): Promise<FileText | undefined> {
    const content = await this.#files.read(uri);
    return content === undefined ? undefined : new FileText(this.#shown(uri), content);
  }

  /** `news` where that tells of files what was not known, or contradicts it. */
  async #readTexts(uris: readonly string[]): Promise<"news" | "nothing new"> {
    const texts = await this.#readings.of(uris, uri => this.#readText(uri));
    this.#diskTexts = new Map([...this.#diskTexts, ...texts]);
    const isNews = [...texts].some(([uri, text]) => this.#layout.presence(uri) !== (text !== undefined));
    return isNews ? "news" : "nothing new";
  }

  async #readConfigs(uris: readonly string[]): Promise<"news" | "nothing new"> {
    const configs = await this.#readings.of(uris, async uri => {
      const content = await this.#files.read(uri);
      const text = content === undefined || typeof content === "string" ? content : new TextDecoder().decode(content);
      return text === undefined ? nothingSaid : importConfig(uri, text, this.#packages);
    });
    this.#configs = new Map([...this.#configs, ...configs]);
    return configs.size > 0 ? "news" : "nothing new";
  }

  #newLayout(): Layout {
    const open = this.#openTexts;
    const disk = this.#diskTexts;
    const configs = this.#configs;
    return layout({
      folders: this.#folders,
      settingRoots: this.#rootSettings.flatMap(root => this.#rootUris(root)),
      configs: [...configs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, config]) => config),
      config: uri => configs.get(uri),
      listed: this.#listing.current,
      known: uri => (open.has(uri) ? true : disk.has(uri) ? disk.get(uri) !== undefined : undefined),
    });
  }

  #rootUris(root: string): readonly string[] {
    const absolute = absoluteUri(root);
    // Editors know the variable in other settings; who writes it here means what a relative path does.
    const relative = root.replaceAll("\\", "/").replace(/^\$\{workspaceFolder\}\/?/, "");
    return absolute === undefined ? this.#folders.map(folder => joinUri(folder, relative)) : [absolute];
  }

  #state(): SnapshotState {
    return {
      documents: this.#documents,
      openTexts: this.#openTexts,
      diskTexts: this.#diskTexts,
      layout: this.#layout,
      outlines: this.#outlines,
      indexed: this.#indexed,
    };
  }

  #renew(): void {
    this.#current = snapshot(this.#state());
  }

  #layOut(changed: readonly string[] = [], onDisk?: ReadonlySet<string>): void {
    this.#layout = this.#newLayout();
    this.#changed(changed, onDisk);
  }

  #changed(uris: readonly string[], onDisk: ReadonlySet<string> = new Set()): void {
    this.#renew();
    for (const listener of this.#listeners) listener(uris, onDisk);
  }
}

function documentText(uri: string, text: EditedText): Pick<OpenDocument, "text" | "source"> {
  return { text, source: lateSourceFile(uri, text) };
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
