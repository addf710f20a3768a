// The earlier versions that open files are compared with: one for each workspace folder, read in the background.
import { usualSeverities } from "../breaking/changes.ts";
import { enumSeen, shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { EarlierVersion } from "../features/breakingProblems.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";
import type { PackagePlaces } from "../workspace/importConfig.ts";
import { deepest, normalUri, pathBelow } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";

/** Which earlier version of a folder is meant: see `node/baselines`. */
export interface FoundBaseline {
  readonly id: string;
  readonly words: string;
  readonly open: () => Promise<OpenBaseline>;
}

export interface OpenBaseline extends FileSystem {
  readonly folderUri: string;
  readonly changed: readonly string[];
}

/** How earlier versions are read; undefined where there is no disk. */
export interface BaselineReader {
  readonly find: (folderUri: string, against: string) => Promise<FoundBaseline | undefined>;
  /** Tells when what `find` gives may be another version. */
  readonly watch: (folderUri: string, onChange: () => void) => () => void;
}

export interface BaselineSettings {
  /** As in `protodial.breaking.against`; `off` for none. */
  readonly against: string;
  readonly importRoots: readonly string[];
}

interface Opened {
  readonly found: FoundBaseline;
  readonly baseline: OpenBaseline;
  readonly workspace: Workspace;
  /** By the uri that a file has now. */
  readonly shapes: Map<string, FileShape | undefined>;
}

/** Keeps the earlier versions of the workspace folders. */
export class Baselines {
  readonly #reader: BaselineReader;
  readonly #packages: PackagePlaces | undefined;
  readonly #onReady: () => void;
  readonly #log: (message: string) => void;
  #opened: ReadonlyMap<string, Opened> = new Map();
  #watches: readonly (() => void)[] = [];
  #turn = 0;

  constructor(
    reader: BaselineReader,
    {
      packages,
      onReady,
      log,
    }: { packages: PackagePlaces | undefined; onReady: () => void; log: (message: string) => void },
  ) {
    this.#reader = reader;
    this.#packages = packages;
    this.#onReady = onReady;
    this.#log = log;
  }

  /** Opens the versions of `folders` anew. */
  async open(folders: readonly string[], settings: BaselineSettings): Promise<void> {
    const turn = ++this.#turn;
    this.close();
    if (settings.against === "off") return;
    const again = () => void this.#openAll(folders, settings, turn);
    this.#watches = folders.map(folder => this.#reader.watch(folder, again));
    await this.#openAll(folders, settings, turn);
  }

  close(): void {
    for (const stop of this.#watches) stop();
    this.#watches = [];
    this.#opened = new Map();
  }

  /** What the file `uri` is compared with; undefined where nothing is, or not yet. */
  versionFor(uri: string): EarlierVersion | undefined {
    const folder = deepest([...this.#opened.keys()], normalUri(uri));
    const opened = folder === undefined ? undefined : this.#opened.get(folder);
    if (folder === undefined || opened === undefined) return undefined;
    const keyOf = (file: string) => pathBelow(folder, normalUri(file)) ?? file;
    return {
      keyOf,
      fileOf: file => opened.shapes.get(normalUri(file)),
      declaring: fullName =>
        [...opened.shapes.values()].flatMap(one => (one !== undefined && declares(one, fullName) ? [one] : [])),
      enumOf: fullName => enumSeen(opened.shapes.values(), fullName),
      isEnabled: () => true,
      severities: usualSeverities,
    };
  }

  /** Reads what files were, of which that is not known yet. */
  async read(uris: readonly string[]): Promise<void> {
    for (const [folder, opened] of this.#opened) {
      const wanted = uris.map(normalUri).filter(uri => pathBelow(folder, uri) !== undefined && !opened.shapes.has(uri));
      if (wanted.length > 0) await readShapes(folder, opened, wanted);
    }
  }

  async #openAll(folders: readonly string[], settings: BaselineSettings, turn: number): Promise<void> {
    for (const folder of folders.map(normalUri)) {
      try {
        const found = await this.#reader.find(folder, settings.against);
        if (turn !== this.#turn || (found !== undefined && found.id === this.#opened.get(folder)?.found.id)) continue;
        const opened =
          found === undefined ? undefined : await opening(folder, found, { ...settings, packages: this.#packages });
        if (turn !== this.#turn) continue;
        const rest = new Map(this.#opened);
        if (opened === undefined) rest.delete(folder);
        else rest.set(folder, opened);
        this.#opened = rest;
      } catch (error) {
        this.#log(`breaking changes are not told: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.#onReady();
  }
}

async function opening(
  folder: string,
  found: FoundBaseline,
  { importRoots, packages }: BaselineSettings & { readonly packages: PackagePlaces | undefined },
): Promise<Opened> {
  const baseline = await found.open();
  const workspace = new Workspace(baseline, packages);
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
