import type { DeclaredFile } from "../link/declarations.ts";

/** Whether `option optimize_for = LITE_RUNTIME` stands in the file. */
export function isLite(file: DeclaredFile): boolean {
  for (const { name, value } of file.options) {
    if (value?.kind !== "identifier" || value.text !== "LITE_RUNTIME") continue;
    const [first, second] = name?.parts ?? [];
    if (first?.text === "optimize_for" && !first.extension && second === undefined) return true;
  }
  return false;
}
