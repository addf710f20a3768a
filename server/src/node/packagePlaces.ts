// Where buf and Go keep what they have fetched.
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { diskPath } from "./diskFiles.ts";
import { fromDisk } from "./readFile.ts";

/** The caches of this user, as uris, and the names in a folder; the shape of the workspace's `PackagePlaces`. */
export function packagePlaces(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return {
    bufCache: uriOf(bufCache(environment)),
    goModules: uriOf(goModules(environment)),
    names: (folder: string): readonly string[] => {
      const place = diskPath(folder);
      return (place === undefined ? undefined : fromDisk(() => readdirSync(place))) ?? [];
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

// As `go env GOMODCACHE` has it; what `go env -w` has written is not looked at.
function goModules(environment: Environment): string | undefined {
  if (environment.GOMODCACHE) return environment.GOMODCACHE;
  const first = environment.GOPATH?.split(path.delimiter).find(one => one !== "");
  if (first !== undefined) return path.join(first, "pkg", "mod");
  const home = homeOf(environment);
  return home === undefined ? undefined : path.join(home, "go", "pkg", "mod");
}

function homeOf(environment: Environment): string | undefined {
  const home = process.platform === "win32" ? environment.USERPROFILE : environment.HOME;
  return home === "" ? undefined : home;
}

function uriOf(folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? pathToFileURL(folder).href : undefined;
}
