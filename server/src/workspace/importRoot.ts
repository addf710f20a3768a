/** A folder that imports are relative to. */
export interface ImportRoot {
  readonly uri: string;
  readonly reason: RootReason;
}

/** Why imports are looked for in a folder. `file` is the uri of the file that says so. */
export type RootReason =
  /** The setting `protodial.importRoots`, or `-I`. */
  | { readonly kind: "setting" }
  /** A module of a `buf.yaml`, or a directory of a `buf.work.yaml`. */
  | { readonly kind: "bufModule"; readonly file: string }
  /** The importing file's own root, as its package, its imports and those who import it have it. */
  | { readonly kind: "inferred" }
  | { readonly kind: "workspaceFolder" }
  /** Above the importing file's root. */
  | { readonly kind: "folderAbove" }
  /** `proto`, `third_party` and the like, in a folder above or a workspace folder. */
  | { readonly kind: "customaryFolder" }
  /** The path begins with the name of the repository (`github.com/org/repo/a.proto`), whose folder this is. */
  | { readonly kind: "repository" }
  /** Not a root for all: the place in the workspace that ends in the path, the nearest of several. */
  | { readonly kind: "elsewhere" }
  /** A module of a `buf.lock` in buf's cache: `buf.build/googleapis/googleapis`. */
  | { readonly kind: "bufDependency"; readonly name: string; readonly file: string }
  /** A module of a `go.mod` in Go's cache or where a `replace` has it; `version` is empty for the latter. */
  | { readonly kind: "goModule"; readonly name: string; readonly version: string; readonly file: string }
  /** A package in `node_modules`; the name is empty for the folder `node_modules` itself. */
  | { readonly kind: "nodePackage"; readonly name: string; readonly file: string }
  /** A folder that a build, or Python, has filled: the one of the file beside it. */
  | { readonly kind: "toolFolder"; readonly file: string }
  | { readonly kind: "bundled" };
