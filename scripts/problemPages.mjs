// Writes the pages of server/docs/problems into one source file, so that the command line prints them and the language
// server knows which problems have one, wherever they run.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const pages = path.join(repository, "server/docs/problems");
const output = path.join(repository, "server/src/features/problemPages.generated.ts");

const ids = readdirSync(pages)
  .filter(name => name.endsWith(".md"))
  .map(name => path.basename(name, ".md"))
  .sort();
const rows = ids.map(
  id => `  ${JSON.stringify(id)}: ${JSON.stringify(readFileSync(path.join(pages, `${id}.md`), "utf8"))},\n`,
);
const text = `// Made by scripts/problemPages.mjs from server/docs/problems. Do not edit.
/** Ids of the problems that have a page. */
export const pageIds: ReadonlySet<string> = new Set(${JSON.stringify(ids)});
/** Id of a problem → its page, in Markdown. The language server does without: texts it does not need make it slower to load. */
export const problemPages: Readonly<Record<string, string>> = {
${rows.join("")}};
`;
if (!existsSync(output) || readFileSync(output, "utf8") !== text) writeFileSync(output, text);
