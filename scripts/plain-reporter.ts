/** Ends a test run with what was skipped and why, and one plain line: `N passed, N failed`. */
import type { Reporter, TestModule } from 'vitest/node';

export const plainReporter = (): Reporter => ({
  onTestRunEnd(modules: readonly TestModule[], errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const reasons = new Map<string, number>();
    for (const test of tests) {
      const result = test.result();
      if (result.state !== 'skipped') continue;
      const reason = result.note ?? test.fullName;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    // A file that does not load has no tests that could fail.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests()].length === 0,
    ).length;
    const failed = count('failed') + broken + errors.length;
    process.once('exit', () => {
      for (const [reason, times] of reasons) console.log(`skipped ${times}: ${reason}`);
      console.log(`${count('passed')} passed, ${failed} failed`);
    });
  },
});
