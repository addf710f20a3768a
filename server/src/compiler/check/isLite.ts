import type { DeclaredFile } from "../link/declarations.ts";

/** Whether `option optimize_for = LITE_RUNTIME` stands in the file. */
export function isLite(file: DeclaredFile): boolean {
  return file.options.some(option => {
    const parts = option.name?.parts ?? [];
    const isThis = parts.length === 1 && parts[0]?.text === "optimize_for" && !parts[0].extension;
    return isThis && option.value?.kind === "identifier" && option.value.text === "LITE_RUNTIME";
  });
}
