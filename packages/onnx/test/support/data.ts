/** Tests on data that not every machine has: skipped aloud, or failing where `GRAFT_REQUIRE` names `data`. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it, type TestContext } from 'vitest';

const isRequired = (process.env.GRAFT_REQUIRE ?? '').split(',').includes('data');

/** A file of the pretrained models: `../shared/models` beside the repository. */
export const modelFile = (path: string): string =>
  fileURLToPath(new URL(`../../../../../shared/models/${path}`, import.meta.url));

export const withModel = (name: string, path: string, run: (file: string) => Promise<void> | void) =>
  it(name, (context: TestContext) => {
    const file = modelFile(path);
    if (existsSync(file)) return run(file);
    if (isRequired) throw new Error(`../shared/models/${path} is not here, and GRAFT_REQUIRE asks for it`);
    return context.skip(`../shared/models/${path} is not here`);
  });
