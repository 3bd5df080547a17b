/** The suite as data: a list of tests that belong to no test runner. */
import type { Backend } from '@graftml/core';
import type { Check, Skipped } from './check.ts';
import { determinismChecks } from './sections/determinism.ts';
import { errorChecks } from './sections/errors.ts';
import { gradientChecks, opChecks } from './sections/ops.ts';
import { programChecks } from './sections/programs.ts';
import { seriesChecks } from './sections/series.ts';
import { stateChecks } from './sections/state.ts';
import { trainingChecks } from './sections/training.ts';

const checks: readonly Check[] = [
  ...opChecks,
  ...gradientChecks,
  ...programChecks,
  ...stateChecks,
  ...seriesChecks,
  ...errorChecks,
  ...determinismChecks,
  ...trainingChecks,
];

/** A backend, or how to make one when the first test runs. */
export type BackendSource = Backend | (() => Backend | Promise<Backend>);

/** Options of `conformance`. */
export interface ConformanceOptions {
  /**
   * Tests that are known to fail, `'ops/convTranspose/groups'`, and why: the issue upstream. An excluded test fails when
   * it passes, so that no exclusion outlives its reason.
   */
  readonly exclude?: Readonly<Record<string, string>>;
}

/** A test that fails as it was said to, and why. */
export interface Excluded {
  readonly excluded: string;
}
/** How a test ended that did not find the backend wrong. */
export type Outcome = 'passed' | Skipped | Excluded;

/** One test of the suite. */
export interface ConformanceTest {
  readonly section: string;
  /** With the section, `'ops/conv/groups'`: unique. */
  readonly name: string;
  /** Rejects where the backend is wrong. A skip names the capability that the backend itself says it lacks. */
  run(): Promise<Outcome>;
}

/** All tests for one backend, in order. They may run in any order, but one after another. */
export function conformance(
  source: BackendSource,
  { exclude = {} }: ConformanceOptions = {},
): readonly ConformanceTest[] {
  const names = new Set(checks.map(nameOf));
  const stranger = Object.keys(exclude).find((name) => !names.has(name));
  if (stranger !== undefined) throw new Error(`the suite has no test '${stranger}' to exclude`);
  const backend = once(async () => (typeof source === 'function' ? source() : source));
  return checks.map((check) => {
    const name = nameOf(check);
    const reason = exclude[name];
    const run = async (): Promise<Outcome> => {
      const judged = await backend();
      const skipped = check.obstacle?.(judged);
      if (skipped) return skipped;
      await check.run(judged);
      return 'passed';
    };
    return { section: check.section, name, run: reason === undefined ? run : () => failing(name, reason, run) };
  });
}

const nameOf = ({ section, name }: Check): string => `${section}/${name}`;

/** Turns an excluded test around. */
async function failing(name: string, reason: string, run: () => Promise<Outcome>): Promise<Outcome> {
  const outcome = await run().catch((): Excluded => ({ excluded: reason }));
  if (outcome === 'passed') throw new Error(`${name} passes now: take its exclusion away (${reason})`);
  return outcome;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
