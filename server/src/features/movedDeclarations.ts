// Where declarations are that a file does not hold any more, among all files of the workspace.
import type { Elsewhere, Gone } from "../breaking/recognise.ts";
import type { FileOutline } from "../workspace/outline.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { normalUri } from "../workspace/uri.ts";

/** Looks for what is gone from one file, and keeps what it was told, so that it can be asked whether that still holds. */
export interface Moved {
  readonly elsewhere: (gone: Gone) => Elsewhere | undefined;
  /** What has been found, or not. */
  readonly told: ReadonlyMap<Gone, string>;
}

interface Earlier {
  /** Whether the file of a normal uri is not what it was. */
  readonly isChanged: (uri: string) => boolean;
  readonly declared: (uri: string, fullName: string) => boolean;
}

/** `uri`: the file that something is gone from. */
export function movedDeclarations(snapshot: Snapshot, uri: string, earlier: Earlier): Moved {
  const own = normalUri(uri);
  const told = new Map<Gone, string>();
  let changed: readonly FileOutline[] | undefined;
  return {
    told,
    elsewhere: gone => {
      const place = ofSameName(gone) ?? ofOtherPackage(gone);
      told.set(gone, JSON.stringify(place));
      return place;
    },
  };

  function ofSameName(gone: Gone): Elsewhere | undefined {
    const same = snapshot.declarations(gone.fullName, uri).find(one => normalUri(one.file.uri) !== own);
    return same === undefined ? undefined : placeIn(same.file, gone.fullName);
  }

  function ofOtherPackage(gone: Gone): Elsewhere | undefined {
    const found = changedFiles().flatMap(file =>
      file.outline
        .rowsNamed(gone.name)
        .map(row => file.outline.symbol(row))
        .filter(one => one.kind === gone.kind && !earlier.declared(file.uri, one.fullName))
        .map(one => placeIn(file, one.fullName)),
    );
    // Of several that came nobody knows which it is.
    return found.length === 1 ? found[0] : undefined;
  }

  function changedFiles(): readonly FileOutline[] {
    changed ??= snapshot.outlines().filter(one => {
      const at = normalUri(one.uri);
      return at !== own && earlier.isChanged(at);
    });
    return changed;
  }

  function placeIn({ uri: at, outline }: FileOutline, fullName: string): Elsewhere {
    return { path: snapshot.ownPath(at), packageName: outline.packageName, fullName };
  }
}

/** Whether what was told would be told again; with each keystroke, so of many only some are asked for. */
export function isToldAgain(told: Moved["told"], now: Moved): boolean {
  return [...told].slice(0, mostAsked).every(([gone, words]) => JSON.stringify(now.elsewhere(gone)) === words);
}

const mostAsked = 30;
