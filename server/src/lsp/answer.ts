import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Steps } from "../compiler/text/steps.ts";
import { isNeeds, type Needs } from "../features/needs.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { takeSteps } from "./takeSteps.ts";

/** A feature: what the snapshot says, in steps where it may be long, or what it would have to know to say it. */
export type Feature<Params, Result> = (snapshot: Snapshot, params: Params) => Result | Needs | Steps<Result | Needs>;

/** Where requests are answered. */
export interface Answering {
  readonly workspace: Workspace;
  /** Takes what has been told of the disk and is still waiting. */
  readonly settle: () => void;
  /** Waits until all files of the folders are outlined. */
  readonly indexed: () => Promise<Snapshot>;
  readonly pause: () => Promise<void>;
  readonly logError: (message: string) => void;
}

export type Answer<Params, Result> = (
  params: Params,
  token: CancellationToken,
) => Promise<Result | ResponseError<void>>;

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** How much of a document is known before a feature is run; see `Snapshot.steps`. */
export type KnownBefore = "placed" | "interpreted" | "problems";

/**
 * Answers requests about a document from a snapshot that has all the document imports, after so much of it is known as
 * `depth` says; with "placed" the feature takes the steps itself.
 */
export function answerLoaded<Params extends DocumentParams, Result>(
  answering: Answering,
  method: string,
  feature: Feature<Params, Result>,
  depth: KnownBefore,
): Answer<Params, Result> {
  return guarded(answering, method, async (params, token) => {
    const { uri } = params.textDocument;
    const snapshot = await answering.workspace.loaded([uri]);
    await readied(answering, snapshot.steps(uri, depth), token);
    return run(answering, feature, snapshot, params, token);
  });
}

/** Answers requests about a document from its text alone; what it imports need not be read. */
export function answerFromText<Params extends DocumentParams, Result>(
  answering: Answering,
  method: string,
  feature: Feature<Params, Result>,
): Answer<Params, Result> {
  return guarded(answering, method, async (params, token) => {
    const { snapshot } = answering.workspace;
    await readied(answering, snapshot.steps(params.textDocument.uri, "parsed"), token);
    return run(answering, feature, snapshot, params, token);
  });
}

// What is asked of a large file waits for it, and lets what is asked of others go first.
async function readied({ pause }: Answering, steps: Steps<unknown>, token: CancellationToken): Promise<void> {
  await takeSteps(steps, pause, () => !token.isCancellationRequested);
}

/** Answers requests from the snapshot of the moment; what is not read yet does not matter to them. */
export function answerAtOnce<Params, Result>(
  answering: Answering,
  method: string,
  feature: Feature<Params, Result>,
): Answer<Params, Result> {
  return guarded(answering, method, (params, token) =>
    run(answering, feature, answering.workspace.snapshot, params, token),
  );
}

// A feature asks for more at most this many times; one that never has enough is a bug.
const mostRounds = 8;

async function run<Params, Result>(
  answering: Answering,
  feature: Feature<Params, Result>,
  start: Snapshot,
  params: Params,
  token: CancellationToken,
): Promise<Result | ResponseError<void>> {
  let snapshot = start;
  for (let round = 0; round < mostRounds; round++) {
    if (token.isCancellationRequested) return cancelled();
    const given = feature(snapshot, params);
    const taken = isSteps(given)
      ? await takeSteps(given, answering.pause, () => !token.isCancellationRequested)
      : { result: given };
    if (taken === undefined) return cancelled();
    const { result } = taken;
    if (!isNeeds(result)) return result;
    if (result.load !== undefined) {
      await result.load({ ...result, keep: true });
      continue;
    }
    if (result.index) snapshot = await answering.indexed();
    if (result.files.length === 0) continue;
    const { workspace } = answering;
    snapshot = result.keep ? await workspace.loaded(result.files) : await workspace.with(snapshot, result.files);
  }
  throw new Error("the feature needs more files each time it is run");
}

function isSteps<Result>(given: Result | Needs | Steps<Result | Needs>): given is Steps<Result | Needs> {
  return typeof given === "object" && given !== null && "next" in given && Symbol.iterator in given;
}

/** One request that throws ends alone: it is logged with its method, and the server lives. */
export function guarded<Params, Result>(
  answering: Answering,
  method: string,
  answer: Answer<Params, Result>,
): Answer<Params, Result> {
  return async (params, token) => {
    try {
      answering.settle();
      return token.isCancellationRequested ? cancelled() : await answer(params, token);
    } catch (error) {
      answering.logError(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      const message = error instanceof Error ? error.message : String(error);
      return new ResponseError<void>(LSPErrorCodes.RequestFailed, `${method} failed: ${message}`);
    }
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "the request was cancelled");
}
