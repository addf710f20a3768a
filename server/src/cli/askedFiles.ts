// How a command is told which files it is about: the same for all that read protos.

/** Options for `parseArguments`. */
export const fileOptions = {
  "import-root": { type: "string", short: "I", multiple: true },
  "no-ignore": { type: "boolean" },
} as const;

/** Their lines of a command's usage. */
export const fileOptionsUsage = `  -I, --import-root ROOT  a folder that imports are relative to; found without when there is none
  --no-ignore             of folders take also what git ignores`;

/** The files that a command is about. */
export interface AskedFiles {
  /** Files and folders; the current folder where there is none. */
  readonly paths: readonly string[];
  /** The import roots of `-I`, which count as they do for protoc; without any they are found. */
  readonly roots: readonly string[];
  /** What git ignores in folders. A file that is named itself always counts. */
  readonly ignored: "left out" | "taken";
}

/** The files that a command line names. */
export function askedFiles(
  paths: readonly string[],
  values: { readonly "import-root"?: readonly string[]; readonly "no-ignore"?: boolean },
): AskedFiles {
  return {
    paths,
    roots: values["import-root"] ?? [],
    ignored: values["no-ignore"] === true ? "taken" : "left out",
  };
}
