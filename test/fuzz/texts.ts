// The files that are damaged: those of the corpus, the examples, the bundled ones and a few of Google's.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ParsedFile } from "../../server/src/compiler/syntax/parsedFile.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { filesOf } from "../support/problems.ts";

export interface FuzzedFile {
  readonly path: string;
  readonly text: string;
  /** Gives the files beside it. */
  readonly load: (path: string) => ParsedFile | undefined;
}

const repository = path.resolve(import.meta.dirname, "../..");
const google = path.join(repository, "node_modules/google-proto-files");

/** Every file of the corpus with those it stands with. */
export function corpusFiles(): FuzzedFile[] {
  const corpus = path.join(repository, "test/corpus");
  const names = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".proto"));
  return names.sort().flatMap(name => {
    const files = filesOf(readFileSync(path.join(corpus, name), "utf8"));
    const load = loading(at => files.get(at));
    return [...files].map(([at, text]) => ({ path: at, text, load }));
  });
}

/** Files of the sizes that people write, all of them right. */
export function realFiles(): FuzzedFile[] {
  const roots = [
    path.join(repository, "examples/directories"),
    path.join(repository, "node_modules/protoc/include"),
    google,
  ];
  const load = loading(at => {
    const found = roots.map(root => path.join(root, at)).find(file => at !== "" && existsSync(file));
    return found === undefined ? undefined : readFileSync(found, "utf8");
  });
  const paths = [
    "directories/v1/directories.proto",
    "google/protobuf/any.proto",
    "google/protobuf/api.proto",
    "google/protobuf/struct.proto",
    "google/protobuf/compiler/plugin.proto",
    "google/protobuf/go_features.proto",
    ...googlePaths(),
  ];
  return paths.map(at => ({ path: at, text: load(at)?.source.text ?? "", load }));
}

// Some in a thousand, the same each time, of different kinds and sizes.
function googlePaths(): string[] {
  const all = readdirSync(path.join(google, "google"), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".proto") && !name.startsWith("protobuf"))
    .map(name => path.posix.join("google", name.split(path.sep).join("/")))
    .sort();
  return all.filter((_, at) => at % 400 === 7).filter(at => readFileSync(path.join(google, at)).length < 12_000);
}

function loading(read: (path: string) => string | undefined): (path: string) => ParsedFile | undefined {
  const known = new Map<string, ParsedFile | undefined>();
  return at => {
    if (!known.has(at)) {
      const text = read(at);
      known.set(at, text === undefined ? undefined : parseFile(sourceFile(at, text)));
    }
    return known.get(at);
  };
}
