/**
 * Work with pauses: after each step something else may be done, as long as it changes nothing that the work has begun
 * with. The result comes with the last step.
 */
export type Steps<Result> = Generator<void, Result, void>;

/** Takes all steps at once. */
export function finished<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Something that is worked out once, in steps that anyone who wants it may take. Who cannot wait takes all that are left,
 * and who goes on later finds it done.
 */
export class Gradual<Result> {
  readonly #begin: () => Steps<Result>;
  #steps: Steps<Result> | undefined;
  #done: { readonly result: Result } | undefined;

  constructor(begin: () => Steps<Result>) {
    this.#begin = begin;
  }

  /** What was worked out, undefined until then. */
  get known(): Result | undefined {
    return this.#done?.result;
  }

  /** What was worked out, now. */
  get result(): Result {
    for (;;) {
      const done = this.#next();
      if (done !== undefined) return done.result;
    }
  }

  /** The same in steps. */
  *steps(): Steps<Result> {
    for (;;) {
      const done = this.#next();
      if (done !== undefined) return done.result;
      yield;
    }
  }

  #next(): { readonly result: Result } | undefined {
    if (this.#done !== undefined) return this.#done;
    this.#steps ??= this.#begin();
    try {
      const step = this.#steps.next();
      if (step.done === true) this.#done = { result: step.value };
    } catch (error) {
      // What threw has no more steps, and is begun again by who wants it again.
      this.#steps = undefined;
      throw error;
    }
    if (this.#done !== undefined) this.#steps = undefined;
    return this.#done;
  }
}
