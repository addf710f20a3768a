/** The configuration section `protodial`, and `initializationOptions` of any editor. */
export interface Settings {
  /** Folders that imports are relative to; relative ones are below the workspace folder. Empty: found without. */
  importRoots: readonly string[];
  /** `host:port` that new request documents call. */
  target: string;
  /** Environment of `http-client.env.json` from which `{{name}}` in requests takes its values; empty: none chosen. */
  environment: string;
  /** Absolute path of the folder in which the index of workspaces is kept between starts; empty: the user's own cache. */
  cacheFolder: string;
  breaking: BreakingSettings;
}

/** How breaking changes are told. */
export interface BreakingSettings {
  /**
   * What files are compared with: a revision of git, a pattern of tags (`v*`), a folder, an image, an archive, a server
   * (`grpc://host:port`); `off` for nothing. Empty: the commit at which the work on HEAD began.
   */
  against: string;
  /** How severe a change is that old binary clients notice, that only JSON shows, that only generated code shows. */
  wire: BreakingSeverity;
  json: BreakingSeverity;
  source: BreakingSeverity;
  /** Whether what no rule of buf looks at is told too. */
  hints: boolean;
}

export const breakingSeverities = ["error", "warning", "information", "off"] as const;
export type BreakingSeverity = (typeof breakingSeverities)[number];

export const defaultSettings: Settings = {
  importRoots: [],
  target: "localhost:50051",
  environment: "",
  cacheFolder: "",
  breaking: { against: "", wire: "error", json: "warning", source: "information", hints: true },
};

/** `initializationOptions`; all of it may be absent, for editors that send none. */
export interface InitializationOptions {
  settings?: Partial<Omit<Settings, "breaking">> & { breaking?: Partial<BreakingSettings> };
  /** Commands this client can run when a lens is clicked; lenses with other commands are not sent. */
  lensCommands?: readonly LensCommand[];
  /** Commands this client can run when a quick fix is taken; fixes with other commands are not sent. */
  fixCommands?: readonly FixCommand[];
  /** Whether the user trusts the workspace. Absent: trusted. */
  trusted?: boolean;
  /** The client answers `protodial/readFile` and `protodial/listFiles`. */
  servesFiles?: boolean;
  /** The client answers `protodial/mayConnect`; another one is asked with `window/showMessageRequest`. */
  decidesConnections?: boolean;
  /** The client answers `protodial/useValues`; else secrets are variables of the environment, `PROTODIAL_SECRET_NAME`. */
  keepsSecrets?: boolean;
  /** The client answers `protodial/mayDiffer`; another one is asked with `window/showMessageRequest`. */
  confirmsCalls?: boolean;
  /**
   * The link of a diagnostic to the page of its problem, `{id}` standing for the problem's id and `{folder}` for
   * `problems` or `rules`: where the client serves the pages. Absent: a link to the page's file, where the server has a disk.
   */
  problemPage?: string;
}

/**
 * `protodial.callMethod` takes `(uri, "pkg.Service/Method")`, `protodial.sendRequest` and `protodial.openStream` take
 * `(uri, line)`, `protodial.sendMessage` takes `(uri, line, character)`, the others `(call)`.
 */
export type LensCommand =
  | "protodial.callMethod"
  | "protodial.sendRequest"
  | "protodial.openStream"
  | "protodial.sendMessage"
  | "protodial.halfCloseCall"
  | "protodial.cancelCall"
  /** `(uri, line)` of a request in a request document */
  | "protodial.askSchema"
  /** `(uri, "pkg.Service/Method")` */
  | "protodial.showMockCalls"
  /** `(uri, "pkg.Service", address)` */
  | "protodial.showServer";

/**
 * `protodial.addImportRoot` takes `(importPath, folderUri?)` and adds the folder to `protodial.importRoots`; without one
 * it asks for the folder below which the import is.
 */
export type FixCommand =
  | "protodial.addImportRoot"
  /** `(name)`: requests take their variables from this environment from now on. */
  | "protodial.chooseEnvironment";
