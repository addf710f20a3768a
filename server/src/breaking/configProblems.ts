// What is wrong with the `breaking` section of a `buf.yaml`, in words: what, then what to do.

/** An id that neither a rule nor a category has. */
export function unknownId(id: string, version: string, key: string): string {
  return `\`${id}\` in \`breaking.${key}\` is no rule or category of \`version: ${version}\`: remove it, or write the id of a rule such as \`FIELD_NO_DELETE\` or of a category such as \`WIRE\``;
}

/** An id that earlier versions of the file had. */
export function removedId(id: string, replacements: readonly string[], key: string): string {
  const help =
    replacements.length === 0
      ? "remove it, for it does nothing"
      : `write ${replacements.map(one => `\`${one}\``).join(", ")} instead`;
  return `\`${id}\` in \`breaking.${key}\` is no rule of \`version: v2\` any more: ${help}`;
}

/** A version of the file that is not known. */
export function unknownVersion(version: unknown): string {
  return `\`version: ${String(version)}\` is unknown: write \`version: v2\``;
}

/** A file that says no version. */
export const missingVersion = "`version` is missing: write `version: v2`";

/** Something that is to be a list of words, and is not. */
export function notAList(key: string): string {
  return `\`${key}\` in \`breaking\` is not a list of texts: write one to a line, each behind \`- \``;
}

/** Something that is to be a map, and is not. */
export function notAMap(key: string): string {
  return `\`${key}\` in \`breaking\` is not a map: write \`RULE_ID:\` and below it a list of paths`;
}

/** A path that is not in the folder it is relative to. */
export function outsideOfFolder(path: string, key: string): string {
  return `\`${path}\` in \`breaking.${key}\` is outside of the module: write a path of a file or folder in it, relative to \`buf.yaml\``;
}
