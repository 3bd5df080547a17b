/** Tests that need data which not every machine has: skipped aloud, or failing where `GRAFT_REQUIRE` names `data`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';

const required = (process.env.GRAFT_REQUIRE ?? '').split(',').includes('data');

/** A file of the test data: `../shared/data` beside the repository. */
export const dataFile = (path: string): string =>
  fileURLToPath(new URL(`../../../../../shared/data/${path}`, import.meta.url));

export function dataTest(name: string, paths: readonly string[], run: () => Promise<void>) {
  const absent = paths.find((path) => !existsSync(dataFile(path)));
  if (absent === undefined) return test(name, run);
  const missing = `../shared/data/${absent} is not here`;
  if (!required) return test.skip(`${name} (skipped: ${missing})`, run);
  return test(name, () => {
    throw new Error(`${missing}, and GRAFT_REQUIRE asks for it`);
  });
}
