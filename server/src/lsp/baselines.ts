// The earlier versions that open files are compared with: one for each workspace folder, read in the background.
import { type Severities, usualSeverities } from "../breaking/changes.ts";
import type { ImageForm } from "../breaking/descriptorImage.ts";
import { enumSeen } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { EarlierVersion } from "../features/breakingProblems.ts";
import type { BaselineChoice } from "../protocol/requests.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import { deepest, normalUri, pathBelow } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";
import { type EarlierSide, sideOfFiles, sideOfImage } from "./earlierSides.ts";
import type { RulesOfFile } from "./moduleRules.ts";

/** Which earlier version of a folder is meant: see `node/baselines`. */
export interface FoundBaseline {
  readonly id: string;
  readonly words: string;
  /** `pause` is called after each little step. */
  readonly open: (pause: () => Promise<void>) => Promise<OpenBaseline | ImageBaseline>;
}

/** Descriptors, instead of files. */
export interface ImageBaseline {
  readonly image: Uint8Array;
  readonly form: ImageForm;
}

export interface OpenBaseline extends FileSystem {
  readonly folderUri: string;
  readonly changed: readonly string[];
}

/** How earlier versions are read; undefined where there is no disk. */
export interface BaselineReader {
  readonly find: (folderUri: string, against: string) => Promise<FoundBaseline | undefined>;
  readonly choices: (folderUri: string) => Promise<readonly BaselineChoice[]>;
  /** Tells when what `find` gives may be another version. */
  readonly watch: (folderUri: string, onChange: () => void) => () => void;
}

/** A workspace folder and what it is compared with. */
export interface ComparedFolder {
  readonly uri: string;
  /** As in `protodial.breaking.against`: `off` for nothing. */
  readonly against: string;
  readonly importRoots: readonly string[];
  readonly severities: Severities;
}

interface Opened {
  readonly found: FoundBaseline;
  readonly side: EarlierSide;
  /** By the uri that a file has now. */
  shapes: ReadonlyMap<string, FileShape | undefined>;
}

/** What a folder is compared with at the moment. */
export interface BaselineState {
  readonly folderUri: string;
  readonly words: string | undefined;
  readonly problem: string | undefined;
}

interface Surroundings {
  readonly pause: () => Promise<void>;
  readonly packages: PackagePlaces | undefined;
  /** The module of a file as it is now, and what counts there. */
  readonly rulesOf: (uri: string) => RulesOfFile;
  /** How others import a file. */
  readonly importPath: (uri: string) => string;
  /** Other versions count from now on. */
  readonly onChange: () => void;
}

/** Keeps the earlier versions of the workspace folders. */
export class Baselines {
  readonly #reader: BaselineReader;
  readonly #surroundings: Surroundings;
  #folders: ReadonlyMap<string, ComparedFolder> = new Map();
  #opened: ReadonlyMap<string, Opened> = new Map();
  #problems: ReadonlyMap<string, string> = new Map();
  /** Made anew when more is read, or other settings count. */
  readonly #versions = new Map<string, EarlierVersion>();
  #watches: readonly (() => void)[] = [];
  #opening: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(reader: BaselineReader, surroundings: Surroundings) {
    this.#reader = reader;
    this.#surroundings = surroundings;
  }

  get states(): readonly BaselineState[] {
    return [...this.#folders].map(([folder, { uri }]) => ({
      folderUri: uri,
      words: this.#opened.get(folder)?.found.words,
      problem: this.#problems.get(folder),
    }));
  }

  /** Compares `folders` from now on. What is the same as before is kept. */
  async compare(folders: readonly ComparedFolder[]): Promise<void> {
    for (const stop of this.#watches) stop();
    const compared = folders.filter(one => one.against !== "off");
    this.#versions.clear();
    this.#folders = new Map(compared.map(one => [normalUri(one.uri), one]));
    this.#opened = new Map([...this.#opened].filter(([folder]) => this.#folders.has(folder)));
    this.#watches = compared.map(one => this.#reader.watch(one.uri, () => void this.#openAgain()));
    await this.#openAgain();
  }

  close(): void {
    for (const stop of this.#watches) stop();
    this.#watches = [];
    this.#turn++;
  }

  /** What the file `uri` is compared with; undefined where nothing is, or not yet. The same object says the same. */
  versionFor(uri: string): EarlierVersion | undefined {
    const folder = deepest([...this.#opened.keys()], normalUri(uri));
    const opened = folder === undefined ? undefined : this.#opened.get(folder);
    if (folder === undefined || opened === undefined) return undefined;
    const known = this.#versions.get(folder);
    if (known !== undefined) return known;
    const made: EarlierVersion = {
      ...versionOf(opened),
      keyOf: file => keyOf(folder, normalUri(file), this.#surroundings.rulesOf),
      countedFor: this.#surroundings.rulesOf,
      severities: this.#folders.get(folder)?.severities ?? usualSeverities,
    };
    this.#versions.set(folder, made);
    return made;
  }

  /** Whether it is not known yet what a file was. */
  lacks(uri: string): boolean {
    const folder = deepest([...this.#opened.keys()], uri);
    return folder !== undefined && this.#opened.get(folder)?.shapes.has(uri) === false;
  }

  /** Reads what files were, where that is not known yet. */
  async read(uris: readonly string[]): Promise<"news" | "nothing new"> {
    let read: "news" | "nothing new" = "nothing new";
    for (const [folder, opened] of this.#opened) {
      const wanted = uris.map(normalUri).filter(uri => pathBelow(folder, uri) !== undefined && !opened.shapes.has(uri));
      if (wanted.length === 0) continue;
      const more = await opened.side.shapes(wanted);
      opened.shapes = new Map([...opened.shapes, ...more]);
      this.#versions.delete(folder);
      read = "news";
    }
    return read;
  }

  /** Other modules or rules count: files are known by other paths. */
  async takeRules(): Promise<void> {
    // What is being opened may know them by the old ones.
    await this.#opening;
    for (const opened of this.#opened.values()) {
      const known = await opened.side.shapes([...opened.shapes.keys()]);
      opened.shapes = new Map([...opened.shapes, ...known]);
    }
    this.#versions.clear();
  }

  /** The text of an earlier version by its `protodial-earlier:` uri. */
  async text(uri: string): Promise<string | undefined> {
    const { id, file } = ofEarlier(uri);
    const opened = [...this.#opened.values()].find(one => one.found.id === id);
    const content = file === undefined ? undefined : await opened?.side.read(file);
    return typeof content === "string" ? content : content && new TextDecoder().decode(content);
  }

  #openAgain(): Promise<void> {
    this.#opening = this.#openAll();
    return this.#opening;
  }

  async #openAll(): Promise<void> {
    const turn = ++this.#turn;
    const problems = new Map<string, string>();
    for (const [folder, compared] of this.#folders) {
      try {
        const found = await this.#reader.find(folder, compared.against);
        const isKept = found !== undefined && found.id === this.#opened.get(folder)?.found.id;
        const opened = isKept || found === undefined ? undefined : await this.#open(folder, found, compared);
        if (turn !== this.#turn) return;
        if (!isKept) this.#set(folder, opened);
      } catch (error) {
        if (turn !== this.#turn) return;
        problems.set(folder, error instanceof Error ? error.message : String(error));
        this.#set(folder, undefined);
      }
    }
    this.#problems = problems;
    this.#surroundings.onChange();
  }

  #set(folder: string, opened: Opened | undefined): void {
    const rest = new Map(this.#opened);
    if (opened === undefined) rest.delete(folder);
    else rest.set(folder, opened);
    this.#opened = rest;
    this.#versions.delete(folder);
  }

  #open(folder: string, found: FoundBaseline, { importRoots }: ComparedFolder): Promise<Opened> {
    return opening(folder, found, { importRoots, ...this.#surroundings });
  }
}

function versionOf({ found, shapes, side }: Opened): Omit<EarlierVersion, "keyOf" | "countedFor" | "severities"> {
  const known = [...shapes.values(), ...side.all].filter(one => one !== undefined);
  return {
    words: found.words,
    uris: () => shapes.keys(),
    fileOf: file => shapes.get(normalUri(file)),
    declaring: name => known.filter(one => declares(one, name)),
    enumOf: fullName => enumSeen(known, fullName),
  };
}

/** The path of a file in its module, or in `folder` where it is of none. */
function keyOf(folder: string, uri: string, rulesOf: Surroundings["rulesOf"]): string {
  return pathBelow(rulesOf(uri).root ?? folder, uri) ?? uri;
}

async function opening(
  folder: string,
  found: FoundBaseline,
  surroundings: Surroundings & { readonly importRoots: readonly string[] },
): Promise<Opened> {
  const baseline = await found.open(surroundings.pause);
  const keyFor = (uri: string) => keyOf(folder, uri, surroundings.rulesOf);
  if ("image" in baseline) {
    const side = await sideOfImage(baseline, { words: found.words, keyFor, importPath: surroundings.importPath });
    return { found, side, shapes: new Map() };
  }
  const { importRoots, packages } = surroundings;
  const workspace = new Workspace(baseline, packages, uri => earlierUri(uri, found.id));
  workspace.setFolders([baseline.folderUri]);
  workspace.setImportRoots(importRoots);
  const side = sideOfFiles(folder, baseline, { workspace, keyFor });
  const changed = baseline.changed.map(normalUri).filter(uri => pathBelow(folder, uri) !== undefined);
  return { found, side, shapes: await side.shapes(changed) };
}

function declares(file: FileShape, fullName: string): boolean {
  const of = (list: readonly { readonly fullName: string }[]) => list.some(one => one.fullName === fullName);
  return of(file.messages) || of(file.enums) || of(file.services) || of(file.extensions);
}

const earlierScheme = "protodial-earlier:";

// The path is that of the file, so that editors name and colour it as they do the file.
function earlierUri(uri: string, id: string): string {
  return uri.startsWith("file:") ? `${earlierScheme}${uri.slice("file:".length)}?${encodeURIComponent(id)}` : uri;
}

function ofEarlier(uri: string): { readonly id: string | undefined; readonly file: string | undefined } {
  const [, path, query] = /^protodial-earlier:([^?]*)\?(.*)$/.exec(uri) ?? [];
  if (path === undefined || query === undefined) return { id: undefined, file: undefined };
  return { id: decodeURIComponent(query), file: normalUri(path.startsWith("//") ? `file:${path}` : `file://${path}`) };
}
