import type { Connection } from "vscode-languageserver";
import {
  type BreakingSettings,
  breakingSeverities,
  defaultSettings,
  type FixCommand,
  type InitializationOptions,
  type LensCommand,
  type Settings,
} from "../protocol/settings.ts";

const lensCommandNames: readonly LensCommand[] = [
  "protodial.callMethod",
  "protodial.sendRequest",
  "protodial.openStream",
  "protodial.sendMessage",
  "protodial.halfCloseCall",
  "protodial.cancelCall",
  "protodial.askSchema",
  "protodial.showMockCalls",
  "protodial.showServer",
];
const fixCommandNames: readonly FixCommand[] = ["protodial.addImportRoot", "protodial.chooseEnvironment"];

/** The settings that `value` has in the right shape, over `base`; whatever else it holds is ignored. */
export function readSettings(value: unknown, base: Settings): Settings {
  const roots = property(value, "importRoots");
  const target = property(value, "target");
  const environment = property(value, "environment");
  const cacheFolder = property(value, "cacheFolder");
  return {
    importRoots: Array.isArray(roots)
      ? roots.filter(root => typeof root === "string" && root !== "")
      : base.importRoots,
    target: typeof target === "string" && target !== "" ? target : base.target,
    environment: typeof environment === "string" ? environment : base.environment,
    cacheFolder: typeof cacheFolder === "string" && cacheFolder !== "" ? cacheFolder : base.cacheFolder,
    breaking: readBreaking(property(value, "breaking"), base.breaking),
  };
}

function readBreaking(value: unknown, base: BreakingSettings): BreakingSettings {
  const against = property(value, "against");
  const hints = property(value, "hints");
  const severity = (name: "wire" | "json" | "source") => {
    const given = property(value, name);
    return breakingSeverities.find(one => one === given) ?? base[name];
  };
  return {
    against: typeof against === "string" ? against : base.against,
    wire: severity("wire"),
    json: severity("json"),
    source: severity("source"),
    hints: typeof hints === "boolean" ? hints : base.hints,
  };
}

/** `initializationOptions` as any client may send them: absent, partial, or with settings at the top. */
export function readInitializationOptions(value: unknown): InitializationOptions & { readonly settings: Settings } {
  const lensCommands = property(value, "lensCommands");
  const fixCommands = property(value, "fixCommands");
  const problemPage = property(value, "problemPage");
  return {
    settings: readSettings(property(value, "settings") ?? value, defaultSettings),
    lensCommands: lensCommandNames.filter(name => Array.isArray(lensCommands) && lensCommands.includes(name)),
    fixCommands: fixCommandNames.filter(name => Array.isArray(fixCommands) && fixCommands.includes(name)),
    trusted: property(value, "trusted") !== false,
    servesFiles: property(value, "servesFiles") === true,
    decidesConnections: property(value, "decidesConnections") === true,
    keepsSecrets: property(value, "keepsSecrets") === true,
    confirmsCalls: property(value, "confirmsCalls") === true,
    ...(typeof problemPage === "string" && problemPage !== "" ? { problemPage } : {}),
  };
}

/** Asks the client for the configuration section `protodial`; the given settings where it has none. */
export async function fetchSettings(connection: Connection, base: Settings): Promise<Settings> {
  return readSettings(await connection.workspace.getConfiguration("protodial"), base);
}

/** The patterns of `files.exclude` that are switched on, for each workspace folder its own. */
export async function fetchExcluded(
  connection: Connection,
  folderUris: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const items = folderUris.map(scopeUri => ({ scopeUri, section: "files.exclude" }));
  const found: unknown = await connection.workspace.getConfiguration(items);
  return Array.isArray(found) ? found.map(readExcluded) : [];
}

/** The patterns of one `files.exclude`. Those that hang on a file beside (`when`) are for what is made from sources. */
export function readExcluded(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([pattern, state]) => (state === true ? [pattern] : []));
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The settings for breaking changes, for each workspace folder its own. */
export async function fetchBreaking(
  connection: Connection,
  folderUris: readonly string[],
  base: BreakingSettings,
): Promise<readonly BreakingSettings[]> {
  const items = folderUris.map(scopeUri => ({ scopeUri, section: "protodial.breaking" }));
  const found: unknown = await connection.workspace.getConfiguration(items);
  return folderUris.map((_, at) => readBreaking(Array.isArray(found) ? found[at] : undefined, base));
}
