import { type InterpretedOptions, noOptions } from "../compiler/link/interpretedOptions.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";

/** What the names in the options of a file mean. */
export function optionMeanings(_linked: LinkedFile): InterpretedOptions["meanings"] {
  return noOptions.meanings;
}
