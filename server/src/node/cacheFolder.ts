// Where things are kept that can be made again.
import path from "node:path";

/**
 * The folder that the setting tells, else where the system has programs keep what they can make again; undefined where
 * it tells no such place.
 */
export function cacheFolder(setting: string, environment: Environment, log: (message: string) => void) {
  if (path.isAbsolute(setting)) return setting;
  if (setting !== "") log(`\`protodial.cacheFolder\` is \`${setting}\`, which is no absolute path, and is not used`);
  return systemCacheFolder(environment);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The system's folder for this program's things that can be made again, if it tells one. */
export function systemCacheFolder({ HOME, LOCALAPPDATA, XDG_CACHE_HOME }: Environment): string | undefined {
  if (process.platform === "win32") return LOCALAPPDATA ? path.join(LOCALAPPDATA, "protodial", "cache") : undefined;
  if (process.platform === "darwin") return HOME ? path.join(HOME, "Library", "Caches", "protodial") : undefined;
  if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, "protodial");
  return HOME ? path.join(HOME, ".cache", "protodial") : undefined;
}
