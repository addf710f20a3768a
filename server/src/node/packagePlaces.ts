// Where buf and Go keep what they have fetched.
import { readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { diskPath } from "./diskFiles.ts";
import { fromDisk, readRegularFile } from "./readFile.ts";

/** The caches of this user, as uris, and what is in folders and files; the shape of the workspace's `PackagePlaces`. */
export function packagePlaces(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return {
    bufCache: uriOf(bufCache(environment)),
    goModules: uriOf(goModules(environment)),
    names: (folder: string): readonly string[] => {
      const place = diskPath(folder);
      return (place === undefined ? undefined : fromDisk(() => readdirSync(place))) ?? [];
    },
    behindLinks: (folder: string): string => {
      const place = diskPath(folder);
      const real = place === undefined ? undefined : fromDisk(() => realpathSync(place));
      return real === undefined || real === place ? folder : pathToFileURL(real).href;
    },
    text: (file: string): string | undefined => {
      const place = diskPath(file);
      return place === undefined ? undefined : textOf(place);
    },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

// `BUF_CACHE_DIR`, else the folder `buf` of the system's place for caches, which on a Mac is that of Linux.
function bufCache(environment: Environment): string | undefined {
  if (environment.BUF_CACHE_DIR) return environment.BUF_CACHE_DIR;
  const local = process.platform === "win32" ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  if (local) return path.join(local, "buf");
  const home = homeOf(environment);
  return home === undefined || process.platform === "win32" ? undefined : path.join(home, ".cache", "buf");
}

// As `go env GOMODCACHE` has it.
function goModules(environment: Environment): string | undefined {
  const written = goEnvironment(environment);
  const cache = environment.GOMODCACHE || written.GOMODCACHE;
  if (cache) return cache;
  const first = (environment.GOPATH || written.GOPATH)?.split(path.delimiter).find(one => one !== "");
  if (first !== undefined) return path.join(first, "pkg", "mod");
  const home = homeOf(environment);
  return home === undefined ? undefined : path.join(home, "go", "pkg", "mod");
}

// What `go env -w` has written: lines of `NAME=value`.
function goEnvironment(environment: Environment): Environment {
  const file = environment.GOENV || path.join(configFolder(environment) ?? "", "go", "env");
  const text = path.isAbsolute(file) ? textOf(file) : undefined;
  const found: Record<string, string> = {};
  for (const [, name = "", value = ""] of (text ?? "").matchAll(/^(\w+)=(.*?)\r?$/gm)) found[name] = value;
  return found;
}

// The system's place for settings, as Go knows it.
function configFolder(environment: Environment): string | undefined {
  if (process.platform === "win32") return environment.APPDATA;
  const home = homeOf(environment);
  if (process.platform === "darwin")
    return home === undefined ? undefined : path.join(home, "Library", "Application Support");
  return environment.XDG_CONFIG_HOME || (home === undefined ? undefined : path.join(home, ".config"));
}

function textOf(file: string): string | undefined {
  const content = readRegularFile(file);
  return content === undefined ? undefined : new TextDecoder().decode(content);
}

function homeOf(environment: Environment): string | undefined {
  const home = process.platform === "win32" ? environment.USERPROFILE : environment.HOME;
  return home === "" ? undefined : home;
}

function uriOf(folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? pathToFileURL(folder).href : undefined;
}
