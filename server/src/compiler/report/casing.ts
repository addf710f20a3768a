/** `FileKind` → `FILE_KIND`. */
export function upperSnake(name: string): string {
  return words(name).join("_").toUpperCase();
}

/** `FileKind`, `fileKind` → `file_kind`. */
export function lowerSnake(name: string): string {
  return words(name).join("_").toLowerCase();
}

/** `file_kind`, `fileKind` → `FileKind`. */
export function titleCase(name: string): string {
  return words(name)
    .map(
      word =>
        word.slice(0, 1).toUpperCase() + (word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1)),
    )
    .join("");
}

function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .split("_")
    .filter(word => word !== "");
}
