/** Verdicts added up. */
import type { Backend } from '@graftml/core';
import type { NodeTest } from './case.ts';
import { runNodeTest, type Verdict } from './run.ts';

/** How many tests ended how. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** How many tests are left out, by reason, the most frequent first. */
  readonly unsupported: Readonly<Record<string, number>>;
}

/** One after another; `each` hears of every test as it is done. */
export async function runNodeTests(
  tests: Iterable<NodeTest>,
  backend: Backend,
  each: (name: string, verdict: Verdict) => void = () => {},
): Promise<Summary> {
  const reasons = new Map<string, number>();
  let [passed, failed] = [0, 0];
  for (const test of tests) {
    const verdict = await runNodeTest(test, backend);
    if ('passed' in verdict) passed++;
    else if ('failed' in verdict) failed++;
    else reasons.set(verdict.unsupported, (reasons.get(verdict.unsupported) ?? 0) + 1);
    each(test.name, verdict);
  }
  const unsupported = Object.fromEntries([...reasons].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
  return { passed, failed, unsupported };
}
