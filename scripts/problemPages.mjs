// Writes the pages of server/docs/problems and server/docs/rules into one source file, so that the command line prints them and the language
// server knows which problems have one, wherever they run.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folders = ["problems", "rules"].map(name => path.join(repository, "server/docs", name));
const output = path.join(repository, "server/src/features/problemPages.generated.ts");

const pages = folders.flatMap(folder =>
  readdirSync(folder)
    .filter(name => name.endsWith(".md"))
    .map(name => ({ id: path.basename(name, ".md"), text: readFileSync(path.join(folder, name), "utf8") })),
);
const ids = pages.map(one => one.id).sort();
const rows = pages.map(({ id, text }) => `  ${JSON.stringify(id)}: ${JSON.stringify(text)},\n`);
const text = `// Made by scripts/problemPages.mjs from server/docs. Do not edit.
/** Ids of the problems and rules that have a page. */
export const pageIds: ReadonlySet<string> = new Set(${JSON.stringify(ids)});
/** Id of a problem or rule → its page, in Markdown. The language server does without: texts it does not need make it slower to load. */
export const problemPages: Readonly<Record<string, string>> = {
${rows.join("")}};
`;
if (!existsSync(output) || readFileSync(output, "utf8") !== text) writeFileSync(output, text);
