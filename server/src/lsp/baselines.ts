// The earlier versions that open files are compared with: one for each workspace folder, read in the background.
import { type Severities, usualSeverities } from "../breaking/changes.ts";
import { rulesIn } from "../breaking/rules.ts";
import { enumSeen, shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { EarlierVersion } from "../features/breakingProblems.ts";
import type { BaselineChoice } from "../protocol/requests.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import { deepest, normalUri, pathBelow } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";

/** Which earlier version of a folder is meant: see `node/baselines`. */
export interface FoundBaseline {
  readonly id: string;
  readonly words: string;
  /** `pause` is called after each little step. */
  readonly open: (pause: () => Promise<void>) => Promise<OpenBaseline>;
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
  readonly baseline: OpenBaseline;
  readonly workspace: Workspace;
  /** By the uri that a file has now. */
  readonly shapes: Map<string, FileShape | undefined>;
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
  /** Other versions count from now on. */
  readonly onChange: () => void;
}

// Where nothing else is said, as in buf: those who compile again are to notice nothing either.
const usualRules: ReadonlySet<string> = new Set(rulesIn("FILE", "v2").map(one => one.id));

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
    this.#watches = compared.map(one => this.#reader.watch(one.uri, () => void this.#openAll()));
    await this.#openAll();
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
    const made = versionOf(folder, opened, this.#folders.get(folder)?.severities ?? usualSeverities);
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
      await readShapes(folder, opened, wanted);
      this.#versions.delete(folder);
      read = "news";
    }
    return read;
  }

  /** The text of an earlier version by its `protodial-earlier:` uri. */
  async text(uri: string): Promise<string | undefined> {
    const { id, file } = ofEarlier(uri);
    const opened = [...this.#opened.values()].find(one => one.found.id === id);
    const content = file === undefined ? undefined : await opened?.baseline.read(file);
    return typeof content === "string" ? content : content && new TextDecoder().decode(content);
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

function versionOf(folder: string, { found, shapes }: Opened, severities: Severities): EarlierVersion {
  return {
    words: found.words,
    uris: () => shapes.keys(),
    keyOf: file => pathBelow(folder, normalUri(file)) ?? file,
    fileOf: file => shapes.get(normalUri(file)),
    declaring: name => [...shapes.values()].flatMap(one => (one !== undefined && declares(one, name) ? [one] : [])),
    enumOf: fullName => enumSeen(shapes.values(), fullName),
    isEnabled: id => usualRules.has(id),
    severities,
  };
}

async function opening(
  folder: string,
  found: FoundBaseline,
  { importRoots, packages, pause }: Surroundings & { readonly importRoots: readonly string[] },
): Promise<Opened> {
  const baseline = await found.open(pause);
  const workspace = new Workspace(baseline, packages, uri => earlierUri(uri, found.id));
  workspace.setFolders([baseline.folderUri]);
  workspace.setImportRoots(importRoots);
  const opened: Opened = { found, baseline, workspace, shapes: new Map() };
  const changed = baseline.changed.map(normalUri).filter(uri => pathBelow(folder, uri) !== undefined);
  await readShapes(folder, opened, changed);
  return opened;
}

async function readShapes(
  folder: string,
  { baseline, workspace, shapes }: Opened,
  uris: readonly string[],
): Promise<void> {
  const before = normalUri(baseline.folderUri);
  for (const uri of uris) {
    const path = pathBelow(folder, uri) ?? "";
    const earlier = before === folder ? uri : `${before}/${path}`;
    const snapshot = await workspace.loaded([earlier]);
    const linked = snapshot.linked(earlier);
    const options = snapshot.compilation(earlier).compilation.optionTypes();
    shapes.set(uri, linked === undefined ? undefined : shapeOfLinked(linked, options, path));
  }
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
