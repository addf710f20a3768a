import { isBelowAny } from "./listing.ts";
import { normalUri } from "./uri.ts";

/** Readings of files that are under way. What changes on disk meanwhile may have been read as it was before. */
export class Readings {
  /** For each of them what changed. */
  readonly #changed = new Set<Set<string>>();

  /** Takes what has changed on disk: files and folders, in the normal spelling. */
  tell(uris: Iterable<string>): void {
    for (const changed of this.#changed) for (const uri of uris) changed.add(uri);
  }

  /** What `read` gives for files, by normal uri. Files that change meanwhile are left out, to be read again. */
  async of<Content>(
    uris: readonly string[],
    read: (uri: string) => Promise<Content>,
  ): Promise<ReadonlyMap<string, Content>> {
    const changed = new Set<string>();
    this.#changed.add(changed);
    try {
      const found = await Promise.all(uris.map(async uri => [normalUri(uri), await read(uri)] as const));
      return new Map(found.filter(([uri]) => !isBelowAny(changed, uri)));
    } finally {
      this.#changed.delete(changed);
    }
  }
}
