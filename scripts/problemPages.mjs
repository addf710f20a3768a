// Writes the pages of server/docs/problems into one source file, so that the command line prints them and the language
// server knows which problems have one, wherever they run.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const pages = path.join(repository, "server/docs/problems");
const output = path.join(repository, "server/src/features/problemPages.generated.ts");

const rows = readdirSync(pages)
  .filter(name => name.endsWith(".md"))
  .sort()
  .map(
    name =>
      `  ${JSON.stringify(path.basename(name, ".md"))}: ${JSON.stringify(readFileSync(path.join(pages, name), "utf8"))},`,
  );
const text = `// Made by scripts/problemPages.mjs from server/docs/problems. Do not edit.\n/** Id of a problem → its page, in Markdown. */\nexport const problemPages: Readonly<Record<string, string>> = {\n${rows.join("\n")}\n};\n`;
if (!existsSync(output) || readFileSync(output, "utf8") !== text) writeFileSync(output, text);
