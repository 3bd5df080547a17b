/** How many steps go into one run: what the clock says decides. */
import { describe, expect, it } from 'vitest';
import { measuredPace } from '../src/train/pace.ts';

const work = { perEpoch: 100, left: 10_000, bytes: 1000 };

/** Runs `count` times at the pace of the time, each run taking what `secondsOf` says of its steps. */
function runs(pace: ReturnType<typeof measuredPace>, count: number, secondsOf: (steps: number) => number) {
  for (let i = 0; i < count; i++) pace.took(pace.steps, secondsOf(pace.steps));
  return pace.steps;
}

describe('the measured pace', () => {
  const costly = (steps: number) => 0.01 + 0.001 * steps;
  it('takes several steps where a run costs more than its steps', () => {
    const pace = measuredPace(work);
    expect(runs(pace, 6, costly)).toBe(1);
    // 11 ms a step: twenty-two in a quarter of a second; twenty of a hundred, five times, are the fewest runs.
    expect(runs(pace, 1, costly)).toBe(20);
    expect(runs(pace, 50, costly)).toBe(20);
  });
  it('goes back to one where that is no slower', () => {
    const pace = measuredPace(work);
    expect(runs(pace, 7, (steps) => 0.01 * steps)).toBeGreaterThan(1);
    expect(runs(pace, 7, (steps) => 0.01 * steps)).toBe(1);
    expect(runs(pace, 50, costly)).toBe(1);
  });
  it('takes no more than an epoch has, than memory holds, than can be watched', () => {
    const fast = (steps: number) => 0.0003 + 0.0001 * steps;
    expect(runs(measuredPace({ ...work, left: 1e6 }), 7, fast)).toBe(25);
    expect(runs(measuredPace({ ...work, left: 1e6, perEpoch: 5 }), 7, fast)).toBe(5);
    expect(runs(measuredPace({ ...work, left: 1e6, perEpoch: 1 }), 7, fast)).toBe(1);
    expect(runs(measuredPace({ ...work, left: 1e6, bytes: 20e6 }), 7, fast)).toBe(3);
    expect(runs(measuredPace(work), 7, (steps) => 0.15 * steps)).toBe(1);
  });
  it('does not try where the training is over soon', () => {
    expect(runs(measuredPace({ ...work, left: 50 }), 7, costly)).toBe(1);
  });
  it('does not count runs that were under way when it changed, nor the first of a kind', () => {
    const pace = measuredPace(work);
    runs(pace, 7, costly);
    pace.took(1, 100);
    pace.took(20, 100);
    pace.took(20, 100);
    expect(runs(pace, 5, costly)).toBe(20);
  });
  it('stays at one where the backend cannot', () => {
    const pace = measuredPace(work);
    runs(pace, 7, costly);
    pace.giveUp(new Error());
    expect(runs(pace, 20, costly)).toBe(1);
  });
});
