// The earlier versions that open files are compared with: one for each workspace folder, read in the background.
import { type Severities, usualSeverities } from "../breaking/changes.ts";
import type { EarlierVersion } from "../features/breakingProblems.ts";
import type { FolderBaseline } from "../protocol/requests.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { deepest, normalUri, parentUri, pathBelow } from "../workspace/uri.ts";
import type { BaselineReader, FoundBaseline } from "./baselineReader.ts";
import { ofEarlier } from "./earlierUris.ts";
import type { RulesOfFile } from "./moduleRules.ts";
import { type OpenedVersion, openVersion, versionToCompare } from "./openedVersion.ts";

/** A workspace folder and what it is compared with. */
export interface ComparedFolder {
  readonly uri: string;
  /** As in `protodial.breaking.against`: `off` for nothing. */
  readonly against: string;
  readonly importRoots: readonly string[];
  readonly severities: Severities;
  readonly hints: EarlierVersion["hints"];
}

interface Surroundings {
  readonly pause: () => Promise<void>;
  readonly packages: PackagePlaces | undefined;
  /** The content of a file as it is now. */
  readonly read: (uri: string) => Promise<Uint8Array | string | undefined>;
  /** The workspace as it is now, all of it. */
  readonly indexed: () => Promise<Snapshot>;
  /** The module of a file as it is now, and what counts there. */
  readonly rulesOf: (uri: string) => RulesOfFile;
  /** Something is being read, or other versions count from now on. */
  readonly onChange: (what: "reading" | "versions") => void;
}

/** Keeps the earlier versions of the workspace folders. */
export class Baselines {
  readonly #reader: BaselineReader;
  readonly #surroundings: Surroundings;
  /** All of these by the normal uri of the folder. */
  #folders: ReadonlyMap<string, ComparedFolder> = new Map();
  #opened: ReadonlyMap<string, OpenedVersion> = new Map();
  readonly #problems = new Map<string, string>();
  /** Of the folders for which something is being read; the latest reading counts. */
  readonly #reading = new Map<string, object>();
  /** Made anew when more is read, or other settings count. */
  readonly #versions = new Map<string, EarlierVersion>();
  #watches: readonly (() => void)[] = [];
  #opening: Promise<unknown> = Promise.resolve();

  constructor(reader: BaselineReader, surroundings: Surroundings) {
    this.#reader = reader;
    this.#surroundings = surroundings;
  }

  /** What the folders are compared with at the moment. */
  get states(): readonly FolderBaseline[] {
    return [...this.#folders].map(([folder, { uri }]) => {
      const found = this.#opened.get(folder)?.found;
      const problem = this.#problems.get(folder);
      const state = this.#reading.has(folder) ? "reading" : stateOf(found, problem);
      return { folderUri: uri, state, kind: found?.kind, words: found?.words, detail: found?.detail, problem };
    });
  }

  /** Compares `folders` from now on. What is the same as before is kept. */
  async compare(folders: readonly ComparedFolder[]): Promise<void> {
    const watches = this.#watches;
    const compared = folders.filter(one => one.against !== "off");
    this.#versions.clear();
    this.#folders = new Map(compared.map(one => [normalUri(one.uri), one]));
    for (const folder of this.#opened.keys()) if (!this.#folders.has(folder)) this.#set(folder, undefined);
    this.#watches = compared.map(({ uri, against }) =>
      this.#reader.watch(uri, against, () => void this.#openAgain([normalUri(uri)])),
    );
    // A server that is watched on is not left in between.
    for (const stop of watches) stop();
    await this.#openAgain([...this.#folders.keys()]);
    // Where there are no folders any more, nobody has told.
    if (compared.length === 0) this.#surroundings.onChange("versions");
  }

  close(): void {
    for (const stop of this.#watches) stop();
    this.#watches = [];
    this.#reading.clear();
    for (const one of this.#opened.values()) one.close();
  }

  /** What the file `uri` is compared with; undefined where nothing is, or not yet. The same object says the same. */
  versionFor(uri: string): EarlierVersion | undefined {
    const folder = deepest([...this.#opened.keys()], normalUri(uri));
    const opened = folder === undefined ? undefined : this.#opened.get(folder);
    if (folder === undefined || opened === undefined) return undefined;
    const known = this.#versions.get(folder);
    if (known !== undefined) return known;
    const { rulesOf } = this.#surroundings;
    const made: EarlierVersion = {
      ...versionToCompare(opened, rulesOf),
      keyOf: file => keyOf(folder, normalUri(file), rulesOf),
      severities: this.#folders.get(folder)?.severities ?? usualSeverities,
      hints: this.#folders.get(folder)?.hints ?? "told",
    };
    this.#versions.set(folder, made);
    return made;
  }

  /** Whether it is not known yet what a file was. */
  lacks(uri: string): boolean {
    const folder = deepest([...this.#opened.keys()], uri);
    return folder !== undefined && this.#opened.get(folder)?.shapes.has(uri) === false;
  }

  /** Looks again at what a folder is compared with, though nothing has told of a change. */
  async refresh(folderUri: string): Promise<void> {
    const folder = normalUri(folderUri);
    const opened = this.#opened.get(folder);
    if (opened !== undefined) opened.isOld = true;
    await this.#openAgain([folder]);
  }

  /** Reads all of a folder that is not what it was. */
  async readAll(folderUri: string): Promise<void> {
    await this.read(this.#opened.get(normalUri(folderUri))?.side.later ?? []);
  }

  /** Reads what files were, and what has changed beside them, where that is not known yet. */
  async read(uris: readonly string[]): Promise<"news" | "nothing new"> {
    let read: "news" | "nothing new" = "nothing new";
    const asked = new Set(uris.map(normalUri));
    // A declaration moves to a file beside its own, if anywhere.
    const folders = new Set([...asked].map(parentUri));
    for (const [folder, opened] of this.#opened) {
      const beside = opened.side.later.filter(uri => folders.has(parentUri(uri)));
      const within = [...new Set([...asked, ...beside])].filter(uri => pathBelow(folder, uri) !== undefined);
      const wanted = within.filter(uri => !opened.shapes.has(uri));
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

  #openAgain(folders: readonly string[]): Promise<unknown> {
    const work = Promise.all(folders.map(one => this.#openFolder(one)));
    this.#opening = Promise.all([this.#opening, work]);
    return work;
  }

  async #openFolder(folder: string): Promise<void> {
    const compared = this.#folders.get(folder);
    if (compared === undefined) return;
    const turn = {};
    const isLatest = () => this.#reading.get(folder) === turn && this.#folders.get(folder) === compared;
    this.#reading.set(folder, turn);
    this.#surroundings.onChange("reading");
    const { against } = compared;
    let problem: string | undefined;
    try {
      const found = await this.#reader.find(folder, against);
      problem = found?.problem;
      const before = this.#opened.get(folder);
      if (found !== undefined && before?.isOld === false && found.id === before.found.id) {
        if (isLatest()) this.#keep(folder, before, { found, against });
      } else {
        const opened = found && (await openVersion(found, this.#placesOf(folder, compared)));
        if (!isLatest()) return opened?.close();
        this.#set(folder, opened);
      }
      if (!isLatest()) return;
    } catch (error) {
      if (!isLatest()) return;
      problem = error instanceof Error ? error.message : String(error);
      // What was read last of the same counts on.
      if (this.#opened.get(folder)?.against !== against) this.#set(folder, undefined);
    }
    this.#reading.delete(folder);
    if (problem === undefined) this.#problems.delete(folder);
    else this.#problems.set(folder, problem);
    this.#surroundings.onChange("versions");
  }

  // The same version, which may be told in other words.
  #keep(folder: string, opened: OpenedVersion, { found, against }: Pick<OpenedVersion, "found" | "against">): void {
    if (opened.found.words !== found.words) this.#versions.delete(folder);
    opened.found = found;
    opened.against = against;
  }

  #set(folder: string, opened: OpenedVersion | undefined): void {
    const rest = new Map(this.#opened);
    const before = rest.get(folder);
    if (before !== undefined && before.side !== opened?.side) before.close();
    if (opened === undefined) rest.delete(folder);
    else rest.set(folder, opened);
    this.#opened = rest;
    this.#versions.delete(folder);
  }

  #placesOf(folder: string, { against, importRoots }: ComparedFolder) {
    const { read, indexed, pause, packages, rulesOf } = this.#surroundings;
    return {
      folder,
      against,
      importRoots,
      packages,
      read,
      indexed,
      pause,
      keyFor: (uri: string) => keyOf(folder, uri, rulesOf),
      onChange: () => void this.#openAgain([folder]),
    };
  }
}

function stateOf(found: FoundBaseline | undefined, problem: string | undefined): FolderBaseline["state"] {
  if (found === undefined) return problem === undefined ? "none" : "failed";
  return problem === undefined ? "read" : "old";
}

/** The path of a file in its module, or in `folder` where it is of none. */
function keyOf(folder: string, uri: string, rulesOf: Surroundings["rulesOf"]): string {
  return pathBelow(rulesOf(uri).root ?? folder, uri) ?? uri;
}
