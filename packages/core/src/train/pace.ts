/** How many training steps go into one run of the backend. Any number gives the same weights, so it is found by timing. */

/** Long enough that what a run costs beside its arithmetic is small, short enough that a training can still be watched and stopped. */
const longestRun = 0.25;
const mostSteps = 32;
/** Feeds of a run, in bytes. */
const largestFeeds = 64e6;
/** Runs that are not timed, because they are the first of their kind, and those that are. */
const [untimed, timed] = [2, 5];
/** A training that is over sooner than so many seconds is not worth a second compilation. */
const shortestTraining = 1;
const worthwhile = 0.95;

export interface Pace {
  /** How many steps the next run should take. */
  readonly steps: number;
  /** Hears what a run took. */
  took(steps: number, seconds: number): void;
  /** Hears that the backend cannot run so many at once, and why; throws that on where it was asked for so many. */
  giveUp(why: unknown): void;
}

/** What there is to do: full batches in each epoch, steps that are left in all, and the bytes that each step is fed. */
export interface Work {
  readonly perEpoch: number;
  readonly left: number;
  readonly bytes: number;
}

export const fixedPace = (steps: number): Pace => ({
  steps,
  took() {},
  giveUp(why) {
    throw why;
  },
});

/** Times steps one by one, then several in a run, and keeps to what was faster. */
export function measuredPace({ perEpoch, left, bytes }: Work): Pace {
  let steps = 1;
  let single: number | undefined;
  let settled = false;
  let seen: number[] = [];
  const settle = (on: number) => {
    steps = on;
    settled = true;
  };
  return {
    get steps() {
      return steps;
    },
    took(count, seconds) {
      left -= count;
      // Runs that were under way when the pace changed, and short ones at the end of an epoch, say nothing.
      if (settled || count !== steps) return;
      seen.push(seconds / count);
      if (seen.length < untimed + timed) return;
      const perStep = median(seen.slice(untimed));
      seen = [];
      if (single !== undefined) return settle(perStep < worthwhile * single ? steps : 1);
      single = perStep;
      const most = Math.min(mostSteps, Math.floor(longestRun / perStep), Math.floor(largestFeeds / bytes), perEpoch);
      if (most < 2 || left * perStep < shortestTraining) return settle(1);
      steps = fewestRuns(perEpoch, most);
    },
    giveUp: () => settle(1),
  };
}

/** Up to `most` at once, so that an epoch takes the fewest runs. What is left at its end runs one by one. */
function fewestRuns(perEpoch: number, most: number): number {
  const runsOf = (steps: number) => Math.floor(perEpoch / steps) + (perEpoch % steps);
  let best = most;
  for (let steps = most - 1; steps > 1; steps--) if (runsOf(steps) < runsOf(best)) best = steps;
  return best;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
