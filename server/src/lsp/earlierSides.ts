// Where the shapes of an earlier version come from: files that are compiled, or descriptors.
import type { PresentFile } from "../breaking/describedFiles.ts";
import type { Ignored } from "../breaking/ignored.ts";
import { shapeSteps } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import type { Steps } from "../compiler/text/steps.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { joinUri, normalUri, pathBelow } from "../workspace/uri.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { FoundBaseline, ImageBaseline, OpenBaseline } from "./baselineReader.ts";

/** An earlier version that has been opened. */
export interface EarlierSide {
  /** Files that are known to be different now, or gone, by the uris that they have now or would have. */
  readonly changed: ReadonlyMap<string, FileShape | undefined>;
  /** Those of them that are looked at when somebody asks for all. */
  readonly later: readonly string[];
  /** What files were, by the uris that they have now; undefined of a file that was not there. */
  readonly shapes: (uris: readonly string[]) => Promise<ReadonlyMap<string, FileShape | undefined>>;
  /** Whether a file of now was not there; false where nobody knows. */
  readonly isNew: (uri: string) => boolean;
  /** Files that are of others. */
  readonly others: readonly FileShape[];
  /** The content of an earlier file; undefined where there is no text. */
  readonly read: OpenBaseline["read"];
  /** Whether it tells what a finding rests on; undefined where it tells all. */
  readonly isTold: Ignored["isTold"];
}

/** The folder as it is now. */
export interface PresentFolder {
  readonly folder: string;
  /** What a file is paired by. */
  readonly keyFor: (uri: string) => string;
  readonly read: (uri: string) => Promise<Uint8Array | string | undefined>;
  /** All of the workspace. */
  readonly indexed: () => Promise<Snapshot>;
  readonly pause: () => Promise<void>;
}

/** Files of another time or place, which `workspace` reads. */
export async function sideOfFiles(
  baseline: OpenBaseline,
  workspace: Workspace,
  present: PresentFolder,
): Promise<EarlierSide> {
  const { folder, keyFor, pause } = present;
  const before = normalUri(baseline.folderUri);
  const earlierUri = (uri: string) => (before === folder ? uri : `${before}/${pathBelow(folder, uri) ?? ""}`);
  const isNew = (uri: string) => !baseline.has(earlierUri(normalUri(uri)));
  const shapes = async (uris: readonly string[]) => {
    const found = new Map<string, FileShape | undefined>(uris.filter(isNew).map(uri => [uri, undefined]));
    const old = uris.filter(uri => !found.has(uri));
    for (let at = 0; at < old.length; at += filesAtOnce) {
      const some = old.slice(at, at + filesAtOnce);
      const snapshot = await workspace.loaded(some.map(earlierUri));
      for (const uri of some) found.set(uri, await takeAll(shapeOf(snapshot, earlierUri(uri), keyFor(uri)), pause));
    }
    return found;
  };
  const changed = baseline.changed ?? (await changedFiles(baseline, workspace, present));
  const within = changed.map(normalUri).filter(uri => pathBelow(folder, uri) !== undefined);
  const atOnce = within.length > mostAtOnce ? [] : within;
  const later = within.slice(atOnce.length);
  const { read, isTold } = baseline;
  return { changed: await shapes(atOnce), later, shapes, isNew, others: [], read, isTold };
}

// Each reading makes a new layout, which costs as much as some small files.
const filesAtOnce = 50;

// Where all has changed, as by another licence, nothing is looked at that nobody has opened or asked for.
const mostAtOnce = 200;

function* shapeOf(snapshot: Snapshot, uri: string, key: string): Steps<FileShape | undefined> {
  yield* snapshot.steps(uri, "interpreted");
  const linked = snapshot.linked(uri);
  if (linked === undefined) return undefined;
  return yield* shapeSteps(linked, snapshot.compilation(uri).compilation.optionTypes(), key);
}

async function takeAll<Result>(steps: Steps<Result>, pause: () => Promise<void>): Promise<Result> {
  for (;;) {
    await pause();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Of another folder, by the uris that they would have in this one. */
async function changedFiles(
  baseline: OpenBaseline,
  workspace: Workspace,
  { folder, read, pause }: PresentFolder,
): Promise<readonly string[]> {
  const before = normalUri(baseline.folderUri);
  await workspace.list();
  const changed: string[] = [];
  for (const uri of workspace.protoFiles()) {
    const path = pathBelow(before, uri);
    if (path === undefined) continue;
    const now = `${folder}/${path}`;
    if (!isSame(await baseline.read(uri), await read(now))) changed.push(now);
    await pause();
  }
  return changed;
}

function isSame(one: Uint8Array | string | undefined, other: Uint8Array | string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [bytes, others] = [one, other].map(content =>
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
  return bytes?.length === others?.length && bytes?.every((byte, at) => byte === others?.[at]) === true;
}

/**
 * The files of a descriptor image, or of a server that has told them in that form.
 * @throws when it is none.
 */
export async function sideOfImage(
  { kind, words }: FoundBaseline,
  { image, form }: ImageBaseline,
  present: PresentFolder,
): Promise<EarlierSide> {
  // Hardly anybody compares with descriptors, and a start need not wait for what reads them.
  const { imageShapes } = await import("../breaking/imageShapes.ts");
  const read = await imageShapes(image, form, kind === "server" ? "server" : "image");
  if (read.kind === "damaged") throw new Error(`\`${words}\` ${read.message}`);
  const first = read.filesAs(presentFiles(await present.indexed(), present));
  const gone = first.gone.map(one => [joinUri(present.folder, one.path), one] as const);
  return {
    changed: new Map([...first.shapes, ...gone]),
    later: [],
    shapes: async uris => {
      const { shapes } = read.filesAs(presentFiles(await present.indexed(), present));
      return new Map(uris.map(uri => [uri, shapes.get(uri)]));
    },
    others: first.others,
    // A server tells only of what its services use.
    isNew: uri => kind !== "server" && first.shapes.get(normalUri(uri)) === undefined,
    read: async () => undefined,
    isTold: read.isTold,
  };
}

function presentFiles(snapshot: Snapshot, { folder, keyFor }: PresentFolder): readonly PresentFile[] {
  const within = snapshot.outlines().filter(one => pathBelow(folder, one.uri) !== undefined);
  return within.map(({ uri, outline }) => ({
    id: normalUri(uri),
    paths: [keyFor(uri), snapshot.ownPath(uri)],
    packageName: outline.packageName,
    names: [...outline.symbols("message", "enum", "service")].map(one => one.fullName),
  }));
}
