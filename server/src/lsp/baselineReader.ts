// How earlier versions are found and read.
import type { ImageForm } from "../breaking/descriptorImage.ts";
import type { Ignored } from "../breaking/ignored.ts";
import type { WatchServer } from "../calling/watchServerInThread.ts";
import type { BaselineChoice, BaselineKind } from "../protocol/requests.ts";
import type { FileSystem } from "../workspace/fileSystem.ts";

/** Which earlier version of a folder is meant: see `node/baselines`. */
export interface FoundBaseline {
  readonly id: string;
  readonly kind: BaselineKind;
  readonly words: string;
  readonly detail?: string;
  /** Why it may be old, and what to do. */
  readonly problem?: string;
  /** `pause` is called after each little step. */
  readonly open: (pause: () => Promise<void>) => Promise<OpenBaseline | ImageBaseline | LockBaseline>;
}

/** Descriptors, instead of files. */
export interface ImageBaseline {
  readonly image: Uint8Array;
  readonly form: ImageForm;
}

/** A lock of protolock, and the files of the sources that it tells. */
export interface LockBaseline {
  readonly lock: string;
  readonly filesOf: (sources: ReadonlyMap<string, string>) => OpenBaseline;
}

export interface OpenBaseline extends FileSystem {
  /** Whether it has a file of its own: `read` also reads what is only there now, for those who import it. */
  readonly has: (uri: string) => boolean;
  readonly folderUri: string;
  readonly changed: readonly string[] | undefined;
  /** Whether it tells what a finding rests on; absent where it tells all. */
  readonly isTold?: Ignored["isTold"];
  readonly watch?: (onChange: () => void) => () => void;
}

/** How earlier versions are read. */
export interface BaselineReader {
  /** Undefined where there is nothing to compare with. Rejects with words for the user. */
  readonly find: (folderUri: string, against: string) => Promise<FoundBaseline | undefined>;
  readonly choices: (folderUri: string) => Promise<readonly BaselineChoice[]>;
  /** Tells when what `find` gives may be another version. */
  readonly watch: (folderUri: string, against: string, onChange: () => void) => () => void;
}

/** What the platform reads them with: servers tell their schemas themselves. */
export interface BaselinePlatform extends BaselineReader {
  readonly watchServer: WatchServer;
}
