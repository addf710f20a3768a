/** What a feature returns when it cannot answer from the snapshot alone; it is run again when that has been got. */
export interface Needs {
  readonly kind: "needs";
  /** Uris of files to be read. */
  readonly files: readonly string[];
  /** Whether every file of the folders must be outlined first. */
  readonly index: boolean;
  /** The files stay loaded: an open document depends on them, and will at its next edit. */
  readonly keep?: true;
  /** Reads them, where they are not of the workspace. */
  readonly load?: (needs: Needs & { readonly keep: true }) => Promise<unknown>;
}

export function needsFiles(files: readonly string[]): Needs {
  return { kind: "needs", files, index: false };
}

export const needsIndex: Needs = { kind: "needs", files: [], index: true };

export function isNeeds(value: unknown): value is Needs {
  return typeof value === "object" && value !== null && Reflect.get(value, "kind") === "needs";
}
