import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
} from "vscode-languageserver";
import {
  type BreakingSettings,
  type BreakingSeverity,
  defaultSettings,
  type FixCommand,
  type LensCommand,
  type Settings,
} from "../protocol/settings.ts";
import type { DiskChange, FileSystem } from "../workspace/fileSystem.ts";
import { indexFolders } from "../workspace/indexing.ts";
import { OutlineCache } from "../workspace/outlineCache.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { isWithin, parentUri } from "../workspace/uri.ts";
import { Workspace } from "../workspace/workspace.ts";
import type { ComparedFolder } from "./baselines.ts";
import { type CheckFolders, checkBetween } from "./checkFolders.ts";
import { clientFiles } from "./clientFiles.ts";
import type { Platform, ServerContext } from "./context.ts";
import { type EnvironmentFiles, environmentFiles } from "./environmentFiles.ts";
import { pauses } from "./pauses.ts";
import { refreshTokens } from "./refreshTokens.ts";
import {
  fetchBreaking,
  fetchExcluded,
  fetchSettings,
  readExcluded,
  readInitializationOptions,
  readSettings,
} from "./settings.ts";
import { inBursts, type WatchBeyond, watchesForUs, watchFiles } from "./watchFiles.ts";

/** What lives as long as the connection: the workspace, the settings, and what the client can do. */
export class Session implements ServerContext {
  readonly workspace: Workspace;
  readonly environments: EnvironmentFiles;
  lensCommands: readonly LensCommand[] = [];
  fixCommands: readonly FixCommand[] = [];
  #problemPage: string | undefined;
  #settings: Settings = defaultSettings;
  #initialSettings: Settings = defaultSettings;
  #trusted = false;
  #capabilities: InitializeParams["capabilities"] = {};
  #files: FileSystem;
  #servesFiles = false;
  #decidesConnections = false;
  #keepsSecrets = false;
  #confirmsCalls = false;
  #watchBeyond: WatchBeyond = () => {};
  readonly #told = inBursts<DiskChange>(changes => {
    this.workspace.changeOnDisk(changes);
    for (const listener of this.#onDisk) listener(changes);
  });
  readonly #onDisk: ((changes: readonly DiskChange[]) => void)[] = [];
  #indexing: Promise<void> | undefined;
  #outlineCache: OutlineCache | undefined;
  #indexSaving: ReturnType<typeof setTimeout> | undefined;
  readonly #stops: (() => void | Promise<void>)[] = [];
  readonly #configured: (() => void)[] = [];
  #breaking: ReadonlyMap<string, BreakingSettings> = new Map();
  #fetching: Promise<void> = Promise.resolve();

  constructor(
    readonly connection: Connection,
    readonly platform: Platform,
  ) {
    this.#files = platform.files;
    const files: FileSystem = {
      read: uri => this.#files.read(uri),
      list: (uri, walk, below) => this.#files.list(uri, walk, below),
      pause: () => this.giveWay(),
    };
    this.workspace = new Workspace(files, platform.packages);
    this.environments = environmentFiles(this);
  }

  readonly #pauses = pauses();
  /** Called between the little steps of long work that someone waits for. */
  readonly pause = this.#pauses.pause;
  /** The same of work that nobody waits for. */
  readonly giveWay = this.#pauses.giveWay;
  /** What was told of the disk before a request is known to its answer. */
  readonly settle = (): void => this.#told.flush();
  readonly snapshot = (): Snapshot => {
    this.settle();
    return this.workspace.snapshot;
  };
  readonly settings = (): Settings => this.#settings;
  readonly trusted = (): boolean => this.#trusted;
  readonly keepsSecrets = (): boolean => this.#keepsSecrets;
  readonly confirmsCalls = (): boolean => this.#confirmsCalls;
  readonly refreshLenses = (): void => {
    if (this.#capabilities.workspace?.codeLens?.refreshSupport !== true) return;
    void this.connection.sendRequest(CodeLensRefreshRequest.type);
  };
  readonly recheck = (): void => this.workspace.recheck();
  readonly loaded = (uris: readonly string[]): Promise<Snapshot> => {
    this.settle();
    return this.workspace.loaded(uris);
  };
  readonly requestFiles = async (): Promise<readonly string[]> => {
    this.settle();
    await this.workspace.list();
    return this.workspace.requestFiles();
  };
  readonly log = (message: string): void => this.connection.console.info(message);
  readonly logError = (message: string): void => this.connection.console.error(message);
  /** Calls `listener` when the settings, the folders or the trust in them are known, and when they change. */
  readonly onConfigured = (listener: () => void): void => void this.#configured.push(listener);
  /** Calls `listener` with all that is told of the disk. */
  readonly onDisk = (listener: (changes: readonly DiskChange[]) => void): void => void this.#onDisk.push(listener);
  readonly onShutdown = (stop: () => void | Promise<void>): void => void this.#stops.push(stop);

  /** Waits until all files of the folders are outlined; starts that when it has not been. Rejects where that fails. */
  readonly indexed = async (): Promise<Snapshot> => {
    this.settle();
    while (!this.workspace.snapshot.indexed) {
      await this.#index();
      // Who has waited goes on in a slice of their own.
      await this.pause();
    }
    return this.workspace.snapshot;
  };

  /** Takes what `initialize` tells. */
  initialize(params: InitializeParams): void {
    const options = readInitializationOptions(params.initializationOptions);
    this.#initialSettings = options.settings;
    this.lensCommands = options.lensCommands ?? [];
    this.fixCommands = options.fixCommands ?? [];
    this.#problemPage = options.problemPage;
    this.#trusted = options.trusted !== false;
    this.#capabilities = params.capabilities;
    refreshTokens(this.connection, this.workspace, params.capabilities);
    this.#servesFiles = options.servesFiles === true;
    this.#decidesConnections = options.decidesConnections === true;
    this.#keepsSecrets = options.keepsSecrets === true;
    this.#confirmsCalls = options.confirmsCalls === true;
    if (this.#servesFiles) this.#files = clientFiles(this.connection);
    else if (!watchesForUs(params.capabilities)) this.#watchDisk();
    // Old clients tell one folder only.
    const single = params.rootUri === null || params.rootUri === undefined ? [] : [params.rootUri];
    this.workspace.setFolders(params.workspaceFolders?.map(folder => folder.uri) ?? single);
    this.#take(options.settings);
    this.onShutdown(() => this.#saveIndex());
  }

  /** The client is ready to be asked: for its settings, and to watch files. */
  async begin(): Promise<void> {
    const workspace = this.#capabilities.workspace;
    if (workspace?.configuration === true) {
      this.connection.onDidChangeConfiguration(() => void this.#fetchSettings());
      await this.#fetchSettings();
    } else {
      this.connection.onDidChangeConfiguration(change => {
        this.#take(readSettings(property(change.settings, "protodial"), this.#initialSettings));
        const excluded = readExcluded(property(property(change.settings, "files"), "exclude"));
        this.workspace.setExcluded(this.workspace.folderUris.map(() => excluded));
        this.#tellConfigured();
      });
    }
    if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      const section = ["protodial", "files.exclude"];
      this.connection.client.register(DidChangeConfigurationNotification.type, { section }).catch((error: unknown) => {
        this.logError(`client/registerCapability: ${String(error)}`);
      });
    }
    if (workspace?.workspaceFolders === true) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(folder => folder.uri));
        const kept = this.workspace.folderUris.filter(uri => !gone.has(uri));
        this.workspace.setFolders([...kept, ...added.map(folder => folder.uri)]);
        this.#indexBehind();
        if (workspace.configuration === true) void this.#fetchSettings();
        else this.#tellConfigured();
      });
    }
    const kindOf = this.#servesFiles ? undefined : this.platform.kindOf;
    if (workspace?.configuration !== true) this.#tellConfigured();
    this.#watchBeyond = watchFiles(this.connection, this.#capabilities, {
      take: this.#told.take,
      kindOf,
      pause: this.pause,
    });
    this.#watchRoots();
    this.workspace.onChange(() => {
      if (!this.workspace.snapshot.indexed) this.#indexBehind();
    });
    this.#indexBehind();
  }

  /** Whether the client takes completions with places to fill in. */
  get snippets(): boolean {
    return this.#capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  }

  /** Whether the client asks for lenses again when it is told to. */
  get refreshesLenses(): boolean {
    return this.#capabilities.workspace?.codeLens?.refreshSupport === true;
  }

  /** Whether the client answers `protodial/mayConnect`. */
  get decidesConnections(): boolean {
    return this.#decidesConnections;
  }

  /** Where a diagnostic links to, `{id}` and `{folder}` standing for its problem's; undefined where pages cannot be shown. */
  get problemPage(): string | undefined {
    if (this.#problemPage !== undefined) return this.#problemPage;
    const folder = this.platform.problemPages;
    return folder === undefined ? undefined : `${folder}/{folder}/{id}.md`;
  }

  /** Checks many files: in a thread where there are threads that see them. */
  get checkFolders(): CheckFolders {
    return (this.#servesFiles ? undefined : this.platform.checkFolders) ?? checkBetween(this.#files, this.giveWay);
  }

  /** Waits until the settings are known that the client has told of. */
  readonly configured = (): Promise<void> => this.#fetching;

  /** Trust was granted while the server ran. */
  trust(): void {
    this.#trusted = true;
    this.#tellConfigured();
  }

  /** The folders and what each is compared with. */
  comparedFolders(): readonly ComparedFolder[] {
    const { importRoots, breaking } = this.#settings;
    return this.workspace.folderUris.map(uri => comparedFolder(uri, this.#breaking.get(uri) ?? breaking, importRoots));
  }

  #tellConfigured(): void {
    for (const listener of this.#configured) listener();
  }

  async end(): Promise<void> {
    await Promise.all(this.#stops.map(stop => stop()));
  }

  #fetchSettings(): Promise<void> {
    this.#fetching = this.#fetchAll();
    return this.#fetching;
  }

  async #fetchAll(): Promise<void> {
    try {
      this.#take(await fetchSettings(this.connection, this.#initialSettings));
      const folders = this.workspace.folderUris;
      this.workspace.setExcluded(await fetchExcluded(this.connection, folders));
      const breaking = await fetchBreaking(this.connection, folders, this.#settings.breaking);
      this.#breaking = new Map(folders.map((uri, at) => [uri, breaking[at] ?? this.#settings.breaking]));
      this.#tellConfigured();
    } catch (error) {
      // A client may say that it answers `workspace/configuration` and still fail to; it keeps what it began with.
      this.logError(`workspace/configuration: ${String(error)}`);
    }
  }

  #take(settings: Settings): void {
    this.#settings = settings;
    this.workspace.setImportRoots(settings.importRoots);
    this.#watchRoots();
  }

  #watchRoots(): void {
    const { settingRoots, folders } = this.workspace.layout;
    // The top of a disk would be all of it.
    const roots = settingRoots.filter(root => parentUri(root) !== undefined);
    this.#watchBeyond(roots.filter(root => !folders.some(folder => isWithin(folder, root))));
  }

  #watchDisk(): void {
    const watched = this.platform.watchedFiles?.({ onChange: this.#told.take, log: this.log });
    if (watched === undefined) return;
    this.#files = watched;
    this.onShutdown(watched.close);
  }

  // One sweep at a time; a change meanwhile leaves `indexed` false, and whoever needs the whole starts another.
  #index(): Promise<void> {
    this.#outlineCache ??= this.#openCache();
    this.#indexing ??= indexFolders(this.workspace, this.giveWay, this.#outlineCache).finally(() => {
      this.#indexing = undefined;
    });
    return this.#indexing;
  }

  // The first index is made when the settings are known, and keeps to the folder they tell.
  #openCache(): OutlineCache | undefined {
    const store = this.#servesFiles ? undefined : this.platform.outlineStore(this.#settings.cacheFolder, this.log);
    return store === undefined
      ? undefined
      : new OutlineCache({ store, version: this.platform.version, pause: this.giveWay });
  }

  /** Outlines files while nobody waits for them; who needs the whole tries again. */
  #indexBehind(): void {
    this.#index().then(() => this.#saveIndexAtRest(), this.#logIndexError);
  }

  // Of a checkout there come many pieces, and after each the index is whole for a moment.
  #saveIndexAtRest(): void {
    clearTimeout(this.#indexSaving);
    this.#indexSaving = setTimeout(() => void this.#saveIndex(), restMs);
  }

  async #saveIndex(): Promise<void> {
    const { workspace } = this;
    clearTimeout(this.#indexSaving);
    await this.#outlineCache?.save(workspace.snapshot.folders, workspace.protoFiles()).catch(this.#logIndexError);
  }

  readonly #logIndexError = (error: unknown): void => {
    this.logError(`index: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
}

const restMs = 1000;

function comparedFolder(uri: string, breaking: BreakingSettings, importRoots: readonly string[]): ComparedFolder {
  const { against, wire, json, source, hints } = breaking;
  const severity = (one: BreakingSeverity) => (one === "information" ? "info" : one);
  return {
    uri,
    against,
    importRoots,
    severities: { wire: severity(wire), json: severity(json), source: severity(source) },
    hints: hints ? "told" : "left out",
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
