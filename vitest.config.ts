import { defineConfig } from 'vitest/config';
import { plainReporter } from './scripts/plain-reporter.ts';

const web = 'tests/web/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // All cores: by default one is left alone, which on a machine of two is half of it.
    maxWorkers: '100%',
    reporters: ['default', plainReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: [
            'packages/*/test/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'examples/test/**/*.test.ts',
            'tests/**/*.test.ts',
          ],
          exclude: [web, '**/node_modules/**'],
        },
      },
      // Built and served once for all of them, and only where one of them runs.
      {
        extends: true,
        test: {
          name: 'web',
          include: [web],
          globalSetup: 'tests/web/support/serve.ts',
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
