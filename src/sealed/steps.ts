/** Work in steps of some 20 ms, so that a server can do other things between them. */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all the steps at once. */
export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
