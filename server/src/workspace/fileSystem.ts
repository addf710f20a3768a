/** How the workspace reads files; the disk in Node, the client's own file system in a browser. */
export interface FileSystem {
  /** The content of a file, or undefined where there is none. Never rejects for a missing or unreadable file. */
  readonly read: (uri: string) => Promise<string | Uint8Array | undefined>;
  /**
   * Uris of the files below a folder that `walk` looks for and does not skip; with `below`, a path relative to the
   * folder, those alone that are below that.
   */
  readonly list: (folderUri: string, walk: Walk, below?: string) => Promise<readonly string[]>;
  /** Called after each little step of work with what was listed, where others may have to go first. */
  readonly pause?: () => Promise<void>;
}

/** What is asked and told on the way through a folder; see `FolderRules`. Paths are relative to it, with `/`. */
export interface Walk {
  readonly isListed: (name: string) => boolean;
  readonly skips: (path: string, kind: "file" | "folder") => boolean;
  readonly lists: (path: string) => boolean;
  readonly beginRepository: (folder: string) => void;
  /** The folder `path` is a link to the folder `target`, where its files are listed. */
  readonly link: (path: string, target: string) => void;
  readonly add: (folder: string, text: string, prefix?: string) => void;
}

/**
 * A file that came, changed or went on disk. Of a folder that went, `deleted` stands for all that was in it; of one that
 * came, `changed` with a slash at the end of the uri.
 */
export interface DiskChange {
  readonly uri: string;
  readonly kind: "changed" | "deleted";
}
