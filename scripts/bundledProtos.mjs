// The `.proto` files that come with the product (see `protoSources.mjs`), so that nothing has to be installed or found
// at run time. They stand in one source file, which a bundle for browsers and the library carry whole.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describedText } from "./describedText.mjs";
import { describedProto, protoFolders } from "./protoSources.mjs";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outlineFile = "outlines.json";
const output = path.join(repository, "server/src/workspace/bundledFiles.generated.ts");

const texts = bundledTexts();
const origins = Object.fromEntries(
  [{ ...describedProto, imported: path.posix.dirname(describedProto.imported) }, ...protoFolders].map(one => [
    one.imported,
    packageVersion(one.from),
  ]),
);
const outlines = await outlinesOf(texts);
writeIfNew(
  output,
  `// Made by scripts/bundledProtos.mjs. Do not edit.
/** Import path → text of each bundled \`.proto\` file. */
export const bundledFiles: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(texts), undefined, 2)};
/** Folder of import paths → the package and version that its files come from. */
export const bundledOrigins: Readonly<Record<string, string>> = ${JSON.stringify(origins, undefined, 2)};
/** Import path → the columns of its outline, without what it uses. */
export const bundledColumns = (): Readonly<Record<string, BundledColumns>> => (${JSON.stringify(outlines)});
export interface BundledColumns {
  readonly header: {
    readonly packageName: string;
    readonly imports: readonly string[];
    readonly publicImports: readonly string[];
  };
  readonly declared: string;
  readonly rows: readonly number[];
}
`,
);

/**
 * For the programs that run on Node: the files stand in `folder` beside the bundle, and each is read when it is wanted.
 * As literals they take ten milliseconds and more of every start, for V8 reads them all before it runs anything.
 */
export function protosBeside(folder) {
  return {
    name: "protos-beside",
    setup(build) {
      const { outfile = "", outdir = path.dirname(outfile) } = build.initialOptions;
      const target = path.resolve(repository, outdir, folder);
      for (const [name, text] of texts) writeIfNew(path.join(target, name), text);
      writeIfNew(path.join(target, outlineFile), JSON.stringify(outlines));
      build.onLoad({ filter: /[\\/]bundledFiles\.generated\.ts$/ }, () => ({ contents: readWhenWanted(folder) }));
    },
  };
}

function readWhenWanted(folder) {
  return `
    import { readFileSync } from "node:fs";
    import path from "node:path";
    const read = name => readFileSync(path.join(__dirname, ${JSON.stringify(folder)}, name), "utf8");
    export const bundledOrigins = ${JSON.stringify(origins)};
    export const bundledFiles = {};
    for (const name of ${JSON.stringify([...texts.keys()])}) {
      let text;
      Object.defineProperty(bundledFiles, name, { enumerable: true, get: () => (text ??= read(name)) });
    }
    export const bundledColumns = () => JSON.parse(read(${JSON.stringify(outlineFile)}));
  `;
}

// By the functions that outline files of the workspace. At run time it would take the first who looks for a name of
// another file a tenth of a second.
async function outlinesOf(files) {
  const contents = `
    export { outlineOfText } from "./server/src/workspace/outlineText.ts";
    export { symbolWidth } from "./server/src/workspace/outline.ts";
    export { sourceFile } from "./server/src/compiler/text/sourceFile.ts";
  `;
  const built = await build({
    stdin: { contents, resolveDir: repository, loader: "ts" },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  const code = Buffer.from(built.outputFiles[0].contents).toString("base64");
  const { outlineOfText, sourceFile, symbolWidth } = await import(`data:text/javascript;base64,${code}`);
  const found = [...files].map(([name, text]) => {
    const { header, declared, rows, symbolCount } = outlineOfText(sourceFile(name, text)).columns;
    return [name, { header, declared, rows: [...rows.subarray(0, symbolCount * symbolWidth)] }];
  });
  return Object.fromEntries(found);
}

function bundledTexts() {
  const found = [[describedProto.imported, describedText(describedProto)]];
  for (const one of protoFolders) {
    const folder = path.join(repository, "node_modules", one.from, one.folder);
    for (const name of readdirSync(folder).filter(file => file.endsWith(".proto"))) {
      const text = readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n");
      found.push([`${one.imported}/${name}`, text]);
    }
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

// A package that brings another program names the version of that.
function packageVersion(name) {
  const manifest = path.join(repository, "node_modules", name, "package.json");
  const { version, upstreamVersion = version } = JSON.parse(readFileSync(manifest, "utf8"));
  return `${name} ${upstreamVersion.replace(/^v/, "")}`;
}

function writeIfNew(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
