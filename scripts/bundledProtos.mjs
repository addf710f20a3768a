// Writes the well-known `.proto` files (from the npm package `protoc`) into one source file, so that every bundle
// carries them and nothing has to be installed or found at run time.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const include = path.join(repository, "node_modules/protoc/include");
const output = path.join(repository, "server/src/workspace/bundledFiles.generated.ts");

const files = readdirSync(include, { recursive: true })
  .map(name => name.split(path.sep).join("/"))
  .filter(name => name.endsWith(".proto"))
  .sort();

const rows = files.map(
  name => `  ${JSON.stringify(name)}: ${JSON.stringify(readFileSync(path.join(include, name), "utf8"))},`,
);
const text = `// Made by scripts/bundledProtos.mjs from the npm package protoc. Do not edit.\n/** Import path → text of each bundled \`.proto\` file. */\nexport const bundledFiles: Readonly<Record<string, string>> = {\n${rows.join("\n")}\n};\n`;
if (!existsSync(output) || readFileSync(output, "utf8") !== text) writeFileSync(output, text);
