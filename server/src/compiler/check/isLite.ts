import type { DeclaredFile } from "../link/declarations.ts";
import { builtInName } from "../link/plainOptions.ts";

/** Whether `option optimize_for = LITE_RUNTIME` stands in the file. */
export function isLite(file: DeclaredFile): boolean {
  return file.options.some(option => {
    const { value } = option;
    const isThis = value?.kind === "identifier" && value.text === "LITE_RUNTIME";
    return isThis && builtInName(option, file) === "optimize_for";
  });
}
