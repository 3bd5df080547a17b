/** The suite in a test runner: vitest, jest, node:test, or whatever else has `describe` and `it`. */
import { type BackendSource, type ConformanceOptions, conformance } from './conformance.ts';

/** `describe` and `it` of a test runner, beside the options of `conformance`. */
export interface TestOptions extends ConformanceOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: (...context: unknown[]) => Promise<void>) => unknown;
}

/** One `describe` for each section, one `it` for each test. Where the runner can say that a test was skipped, it does. */
export function testBackend(source: BackendSource, { describe, it, ...options }: TestOptions): void {
  const tests = conformance(source, options);
  for (const section of new Set(tests.map((test) => test.section)))
    describe(section, () => {
      for (const { name, run } of tests.filter((test) => test.section === section))
        it(name, async (...[context]) => {
          const outcome = await run();
          if (outcome === 'passed') return;
          const reason = 'skipped' in outcome ? outcome.skipped : `excluded: ${outcome.excluded}`;
          (context as { skip?(reason: string): void } | undefined)?.skip?.(reason);
        });
    });
}
