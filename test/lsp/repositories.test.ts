import { mkdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Location, LocationLink } from "vscode-languageserver-types";
import { protodial } from "../support/commandLine.ts";
import { languageClient } from "../support/languageClient.ts";
import { type Repository, repositories } from "../support/repositories.ts";
import { tempFolder } from "../support/tempFolder.ts";

afterEach(() => vi.unstubAllEnvs());

/** The repository on disk, with `home/` as the home of who works in it. */
function onDisk({ files }: Repository): string {
  const folder = realpathSync(tempFolder(files));
  mkdirSync(path.join(folder, "home"), { recursive: true });
  vi.stubEnv("HOME", path.join(folder, "home"));
  vi.stubEnv("USERPROFILE", path.join(folder, "home"));
  vi.stubEnv("LOCALAPPDATA", path.join(folder, "home", ".cache"));
  for (const name of ["GOPATH", "GOMODCACHE", "BUF_CACHE_DIR", "XDG_CACHE_HOME"]) vi.stubEnv(name, "");
  return folder;
}

function ownFiles({ files }: Repository): readonly string[] {
  return Object.keys(files).filter(
    file => file.startsWith("work/") && file.endsWith(".proto") && !file.includes("/node_modules/"),
  );
}

describe.each(repositories)("$name", repository => {
  test("compiles at the command line, whole and file by file", async () => {
    const folder = onDisk(repository);
    const cwd = path.join(folder, "work");
    mkdirSync(path.join(cwd, ".git"));
    const whole = await protodial(["check"], { cwd });
    const count = ownFiles(repository).length;
    const files = count === 1 ? "1 file" : `${count} files`;
    expect(whole).toEqual({ code: 0, stdout: "", stderr: `${files} checked, 0 problems\n` });
    const named = Object.keys(repository.imports)[0]?.split(" > ")[0] ?? "";
    const one = await protodial(["check", path.relative("work", named)], { cwd });
    expect(one).toEqual({ code: 0, stdout: "", stderr: "1 file checked, 0 problems\n" });
  });

  test("opens without a problem, and imports lead where its build has them", async () => {
    const folder = onDisk(repository);
    const uriOf = (file: string) => pathToFileURL(path.join(folder, file)).href;
    const client = await languageClient(path.join(folder, "work"));
    const checked = await client.request("protodial/checkWorkspace", null);
    expect(checked).toMatchObject({ files: ownFiles(repository).length, errors: 0, warnings: 0 });
    for (const file of ownFiles(repository)) {
      await client.open(uriOf(file), "proto", readFileSync(path.join(folder, file), "utf8"));
      expect(await client.diagnostics(uriOf(file), () => true)).toEqual([]);
    }
    for (const [asked, target] of Object.entries(repository.imports)) {
      const [file = "", imported = ""] = asked.split(" > ");
      const lines = (repository.files[file] ?? "").split("\n");
      const line = lines.indexOf(`import "${imported}";`);
      const found = await client.connection.sendRequest<(Location | LocationLink)[] | Location>(
        "textDocument/definition",
        { textDocument: { uri: uriOf(file) }, position: { line, character: 10 } },
      );
      const [first] = [found].flat();
      expect(first !== undefined && ("uri" in first ? first.uri : first.targetUri)).toBe(uriOf(target));
    }
  });
});
