/** What programs cost that a bundler makes of the packages, in kB of 1,000 bytes, minified and gzipped, without ONNX Runtime. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

/** The most that a program may load at once: of `@graftml/core`, and in all. What it may load later is not counted. */
const budgets = {
  predict: { core: 24, all: 24 },
  train: { core: 60, all: 60 },
  graft: { core: 60, all: 90 },
  'predict-in-browser': { core: 48, all: 84 },
  everything: { core: 90, all: 92 },
} as const;

/** The chunks of a program: those named `core` hold what comes from `@graftml/core` and nothing else. */
async function bundle(program: string): Promise<Rolldown.OutputChunk[]> {
  const here = fileURLToPath(new URL('programs', import.meta.url));
  const external = /^onnxruntime-web/;
  const { output } = (await build({
    root: here,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: `${here}/${program}.ts`,
        external,
        preserveEntrySignatures: 'strict',
        output: { codeSplitting: { groups: [{ name: 'core', test: /packages.core.dist/, entriesAware: true }] } },
      },
    },
    worker: { format: 'es', rolldownOptions: { external } },
  })) as Rolldown.RolldownOutput;
  return output.filter((file) => file.type === 'chunk');
}

/** What is loaded at once: the entry, and all that it imports, but not what it imports later. */
function loadedAtOnce(chunks: readonly Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const found = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const { imports } of found) for (const chunk of chunks) if (imports.includes(chunk.fileName)) found.add(chunk);
  return found;
}

it.each(Object.entries(budgets))('%s', async (program, budget) => {
  const chunks = [...loadedAtOnce(await bundle(program))];
  const sum = (some: readonly Rolldown.OutputChunk[]): number =>
    some.reduce((total, { code }) => total + gzipSync(code).length / 1000, 0);
  const core = sum(chunks.filter(({ name }) => name.startsWith('core')));
  const all = sum(chunks);
  console.info(`${program}: ${core.toFixed(1)} kB of @graftml/core, ${all.toFixed(1)} kB in all`);
  expect(core).toBeGreaterThan(1);
  expect(core).toBeLessThan(budget.core);
  expect(all).toBeLessThan(budget.all);
});
