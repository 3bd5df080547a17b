/** Spoilt files, a few: the whole run is `npm run -s bench -- fuzz`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bench = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));

const fuzz = (...args: readonly string[]) =>
  spawnSync(process.execPath, [bench, 'fuzz', ...args], { encoding: 'utf8', timeout: 100_000 });

it('every spoilt file ends in a typed error, or in a graph that reads back the same', () => {
  const { stdout, stderr, status } = fuzz('--runs', '2000', '--seed', '7', '--json');
  const { runs, endings, failures } = JSON.parse(stdout);
  expect({ failures, stderr, status }).toEqual({ failures: [], stderr: '', status: 0 });
  expect(runs).toBe(2000);
  // Mutations that never got past the first check would show nothing.
  expect(endings.graph).toBeGreaterThan(100);
  expect(endings.file).toBeGreaterThan(100);
  expect(endings.unsupported).toBeGreaterThan(50);
  expect(endings.shape).toBeGreaterThan(10);
});

it('the same seed spoils files in the same way', () => {
  const endings = () => JSON.parse(fuzz('--runs', '300', '--seed', '8', '--json').stdout).endings;
  expect(endings()).toEqual(endings());
});
