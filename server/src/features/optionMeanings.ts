import type { InterpretedOptions } from "../compiler/link/interpretedOptions.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { interpretOptions } from "../compiler/link/options.ts";
import type { Snapshot } from "../workspace/snapshot.ts";

/** What the names in the options of a file mean. */
export function optionMeanings(snapshot: Snapshot, uri: string, linked: LinkedFile): InterpretedOptions["meanings"] {
  return interpretOptions(linked, optionTypes(snapshot, uri)).meanings;
}

/** The file that declares what options there are, as `uri` sees it. */
export function optionTypes(snapshot: Snapshot, uri: string): LinkedFile | undefined {
  return snapshot.compilation(uri).compilation.optionTypes();
}
