/** How the workspace reads files; the disk in Node, the client's own file system in a browser. */
export interface FileSystem {
  /** The content of a file, or undefined where there is none. Never rejects for a missing or unreadable file. */
  readonly read: (uri: string) => Promise<string | Uint8Array | undefined>;
  /** Uris of all `.proto`, `.grpc` and `buf*.yaml` files below a folder; folders of dependencies are not walked. */
  readonly list: (folderUri: string) => Promise<readonly string[]>;
}
