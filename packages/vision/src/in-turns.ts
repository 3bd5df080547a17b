/** Long computations in steps, between which others have their turn. */

/** After so many milliseconds others have their turn. */
const atOnce = 12;

/** Lets timers and events have their turn. */
export const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Options of `inTurns`. */
export interface InTurnsOptions<Step> {
  /** Ends it with its reason. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step) => void;
}

/** What a generator returns, run so that a page goes on meanwhile. */
export async function inTurns<Step, Result>(
  steps: Generator<Step, Result>,
  { signal, onStep }: InTurnsOptions<Step> = {},
): Promise<Result> {
  signal?.throwIfAborted();
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onStep?.(step.value);
    if (performance.now() - began > atOnce) {
      await rest();
      began = performance.now();
    }
    signal?.throwIfAborted();
  }
}
