import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fromDisk, readRegularFile } from "./readFile.ts";

/** The scripts of mock servers on disk: those of `files`, then every `*.mock.json` in `folders`. What is gone is left out. */
export function mockScriptFiles(
  files: readonly string[],
  folders: readonly string[],
): readonly { readonly file: string; readonly text: string }[] {
  const beside = folders.flatMap(folder =>
    (fromDisk(() => readdirSync(folder)) ?? [])
      .filter(name => name.endsWith(".mock.json"))
      .sort()
      .map(name => join(folder, name)),
  );
  return [...new Set([...files, ...beside])].flatMap(file => {
    const bytes = readRegularFile(file);
    return bytes === undefined ? [] : [{ file, text: new TextDecoder().decode(bytes) }];
  });
}
