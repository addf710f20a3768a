import { modulesFor } from "./bufYaml.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import { type BufModule, type ImportConfig, type ImportPackage, nothingSaid } from "./importConfig.ts";
import { fileInAnyCase, filesByFolder, filesNamed, hasFilesBelow } from "./listedFiles.ts";
import type { ListedFiles } from "./listing.ts";
import { baseName, bundledPath } from "./uri.ts";

/**
 * Where files are. A layout never changes; it is replaced when files come or go or roots change, not when a text
 * changes, so what is worked out from it (import paths, import roots) can be kept with it.
 */
export interface Layout {
  /** Workspace folders. */
  readonly folders: readonly string[];
  /** The setting `protodial.importRoots`, as uris. */
  readonly settingRoots: readonly string[];
  /** Those that `buf.yaml` and `buf.work.yaml` files tell of, as far as they have been read, and that count in the folders. */
  readonly modules: readonly BufModule[];
  /** All that other files of tools tell of, as far as they have been read. */
  readonly packages: readonly ImportPackage[];
  /** What the file of a tool says; undefined where nobody has looked yet. */
  readonly config: (uri: string) => ImportConfig | undefined;
  /** Whether there is such a file; undefined where nobody has looked yet. */
  readonly presence: (uri: string) => boolean | undefined;
  /** How the folders have a file that is there: links, and a disk that does not tell cases apart, give it other names. */
  readonly spelling: (uri: string) => string;
  /** Listed files whose path ends with `/` and `path`; undefined where the folders have not been listed yet. */
  readonly endingWith: (path: string) => readonly string[] | undefined;
  /** The listed files right in a folder. */
  readonly filesIn: (folder: string) => readonly string[];
  /** Whether there is such a folder; undefined where nobody has looked, and where no listed file is below it. */
  readonly folderPresence: (uri: string) => boolean | undefined;
  /** Makes ahead what the first to look for a file by its name would wait for. */
  readonly prepare: () => void;
  /** Keeps what was worked out from this layout. */
  readonly memo: <Value>(table: string, key: string, make: () => Value) => Value;
}

export interface LayoutParts {
  readonly folders: readonly string[];
  readonly settingRoots: readonly string[];
  /** What the files of tools say that are known when the layout is made. */
  readonly configs: Iterable<ImportConfig>;
  readonly config: (uri: string) => ImportConfig | undefined;
  /** Files found by listing the folders; undefined before that. */
  readonly listed: ListedFiles | undefined;
  /** What reading, or the editor, has told of single files. */
  readonly known: (uri: string) => boolean | undefined;
  /** Whether there is such a folder, where that can be told at once. */
  readonly isFolder?: (uri: string) => boolean;
}

/** Makes a layout. `known` and `config` must go on giving the same answers. */
export function layout(parts: LayoutParts): Layout {
  const tables = new Map<string, Map<string, unknown>>();
  const configs = [...parts.configs];
  return {
    folders: parts.folders,
    settingRoots: parts.settingRoots,
    modules: modulesFor(
      parts.folders,
      configs.flatMap(one => one.modules),
    ),
    packages: configs.flatMap(one => one.packages),
    config: uri => {
      const known = parts.config(uri);
      if (known !== undefined || parts.listed === undefined) return known;
      return parts.listed.lists(uri) && !parts.listed.files.has(uri) ? nothingSaid : undefined;
    },
    presence: path => {
      const uri = parts.listed?.behindLinks(path) ?? path;
      const bundled = bundledPath(uri);
      if (bundled !== undefined) return Object.hasOwn(bundledFiles, bundled);
      const known = parts.known(uri);
      if (known !== undefined || parts.listed === undefined) return known;
      if (parts.listed.files.has(uri)) return true;
      // What is left out of the listing can be imported all the same, and only the disk knows whether case matters.
      return parts.listed.lists(uri) && fileInAnyCase(parts.listed, uri) === undefined ? false : undefined;
    },
    spelling: path => {
      const uri = parts.listed?.behindLinks(path) ?? path;
      if (parts.listed?.lists(uri) !== true || parts.listed.files.has(uri)) return uri;
      return fileInAnyCase(parts.listed, uri) ?? uri;
    },
    endingWith: path => {
      if (parts.listed === undefined) return undefined;
      const ending = `/${path}`;
      return filesNamed(parts.listed, baseName(ending)).filter(
        uri => uri.endsWith(ending) && parts.known(uri) !== false,
      );
    },
    filesIn: folder => (parts.listed === undefined ? [] : (filesByFolder(parts.listed).get(folder) ?? [])),
    folderPresence: uri => {
      if (parts.isFolder !== undefined) return parts.isFolder(uri);
      if (parts.listed === undefined) return undefined;
      return hasFilesBelow(parts.listed, uri) ? true : undefined;
    },
    prepare: () => {
      if (parts.listed !== undefined) filesNamed(parts.listed, "");
    },
    memo: <Value>(table: string, key: string, make: () => Value): Value => {
      let values = tables.get(table);
      if (values === undefined) {
        values = new Map();
        tables.set(table, values);
      }
      if (!values.has(key)) values.set(key, make());
      return values.get(key) as Value;
    },
  };
}
