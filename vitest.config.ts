import { defineConfig } from 'vitest/config';
import { plainReporter } from './scripts/plain-reporter.ts';

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      'examples/test/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // All cores: by default one is left alone, which on a machine of two is half of it.
    maxWorkers: '100%',
    reporters: ['default', plainReporter()],
  },
});
