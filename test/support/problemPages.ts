import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = path.join(import.meta.dirname, "../../server/docs/problems");

/** The ids of all problems that have a page, in order. */
export const pageIds: readonly string[] = readdirSync(folder)
  .filter(name => name.endsWith(".md"))
  .map(name => path.basename(name, ".md"))
  .sort();

export function pageOf(id: string): string {
  return readFileSync(path.join(folder, `${id}.md`), "utf8");
}

/** The files of one of a page's examples: code blocks, each a file; a first line `// name.proto` names it. */
export function exampleOf(page: string, heading: "Wrong" | "Right"): ReadonlyMap<string, string> {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const blocks = [...section.matchAll(/^```proto\n([\s\S]*?)^```$/gm)].map(one => one[1] ?? "");
  return new Map(blocks.map(text => [/^\/\/ (\S+\.proto)\n/.exec(text)?.[1] ?? "a.proto", text]));
}
