import type { FileSystem } from "../../server/src/workspace/fileSystem.ts";

/** Files in memory, by uri, that are read when a test lets them: a real disk cannot be timed. */
export interface HeldFiles extends FileSystem {
  readonly texts: Map<string, string>;
  /** Keeps back what is read of a file from now on: its content at the time of reading, until `release` is called. */
  readonly hold: (uri: string) => Held;
}

export interface Held {
  /** Settles when somebody is reading the file. */
  readonly isRead: Promise<void>;
  readonly release: () => void;
}

/** `ignored`: the `.gitignore` of each folder that is listed. */
export function heldFiles(texts: Readonly<Record<string, string>>, ignored = ""): HeldFiles {
  const all = new Map(Object.entries(texts));
  const held = new Map<string, { readonly until: Promise<void>; readonly tell: () => void }>();
  return {
    texts: all,
    hold: uri => {
      const until = gate();
      const read = gate();
      held.set(uri, { until: until.opened, tell: read.open });
      const release = () => {
        held.delete(uri);
        until.open();
      };
      return { isRead: read.opened, release };
    },
    read: async uri => {
      const content = all.get(uri);
      const hold = held.get(uri);
      hold?.tell();
      await hold?.until;
      return content;
    },
    list: async (folder, walk) => {
      walk.add("", ignored);
      const paths = [...all.keys()]
        .filter(uri => uri.startsWith(`${folder}/`))
        .map(uri => uri.slice(folder.length + 1));
      const isTaken = (path: string) => walk.lists(path) && walk.isListed(path.slice(path.lastIndexOf("/") + 1));
      return paths.filter(isTaken).map(path => `${folder}/${path}`);
    },
  };
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}
