import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { packagePlaces } from "../../server/src/node/packagePlaces.ts";
import { tempFolder } from "../support/tempFolder.ts";

const isWindows = process.platform === "win32";
const uriOf = (file: string) => pathToFileURL(file).href;

/** Where Go keeps its settings, below `home`. */
const goSettings =
  {
    win32: "AppData/go/env",
    darwin: "Library/Application Support/go/env",
  }[process.platform as string] ?? ".config/go/env";

function home(files: Readonly<Record<string, string>>) {
  const folder = tempFolder(files);
  const environment = { HOME: folder, USERPROFILE: folder, APPDATA: path.join(folder, "AppData") };
  return { folder, environment };
}

describe("Go's module cache", () => {
  it("is in the user's home where nothing else is said", () => {
    const { folder, environment } = home({});
    expect(packagePlaces(environment).goModules).toBe(uriOf(path.join(folder, "go/pkg/mod")));
  });

  it("is where `go env -w` has put it, unless the environment says otherwise", () => {
    const mods = path.resolve("/mods");
    const { environment } = home({ [goSettings]: `GOFLAGS=-mod=mod\nGOMODCACHE=${mods}\n` });
    expect(packagePlaces(environment).goModules).toBe(uriOf(mods));
    const other = path.resolve("/other");
    expect(packagePlaces({ ...environment, GOMODCACHE: other }).goModules).toBe(uriOf(other));
    const { folder } = home({});
    const off = packagePlaces({ ...environment, GOENV: "off" }).goModules;
    expect(off).toBe(uriOf(path.join(environment.HOME, "go/pkg/mod")));
    const elsewhere = path.join(folder, "env");
    expect(packagePlaces({ ...environment, GOENV: elsewhere }).goModules).toBe(off);
  });

  it("is below the first folder of a GOPATH, of whichever file", () => {
    const first = path.resolve("/one");
    const { environment } = home({ [goSettings]: `GOPATH=${first}${path.delimiter}${path.resolve("/two")}\n` });
    expect(packagePlaces(environment).goModules).toBe(uriOf(path.join(first, "pkg/mod")));
  });
});

describe("buf's cache", () => {
  it("is where the environment says, else in the system's place for caches", () => {
    const { folder, environment } = home({});
    const caches = isWindows
      ? { LOCALAPPDATA: path.join(folder, "local") }
      : { XDG_CACHE_HOME: path.join(folder, "local") };
    expect(packagePlaces({ ...environment, ...caches }).bufCache).toBe(uriOf(path.join(folder, "local/buf")));
    const own = { BUF_CACHE_DIR: path.join(folder, "own") };
    expect(packagePlaces({ ...environment, ...caches, ...own }).bufCache).toBe(uriOf(path.join(folder, "own")));
    const none = packagePlaces(environment).bufCache;
    expect(none).toBe(isWindows ? undefined : uriOf(path.join(folder, ".cache/buf")));
  });

  it("is none where the path is relative", () => {
    expect(packagePlaces({ BUF_CACHE_DIR: "cache" }).bufCache).toBeUndefined();
  });
});

it("gives the names in folders and the texts of files, and nothing of what is not there", () => {
  const { folder, environment } = home({ "a/go.mod": "module m\n" });
  const places = packagePlaces(environment);
  expect(places.names(uriOf(path.join(folder, "a")))).toEqual(["go.mod"]);
  expect(places.text(uriOf(path.join(folder, "a/go.mod")))).toBe("module m\n");
  expect(places.names(uriOf(path.join(folder, "b")))).toEqual([]);
  expect(places.text(uriOf(path.join(folder, "a")))).toBeUndefined();
  expect(places.text("file://host/share/go.mod")).toBeUndefined();
});
