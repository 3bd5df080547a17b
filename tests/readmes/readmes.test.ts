/** What the READMEs show compiles, strictly, against the packages as they are; and each README is about a screen long. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../architecture/sources.ts';
import { samplesOf } from './samples.ts';

const homes = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
const pages = ['', 'apps/cli', 'packages/vision/backbone', ...homes].map((home) => join(home, 'README.md'));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Samples run in Node, unless they say that they are for a browser: packages are resolved without Node's conditions then. */
const worlds = {
  node: { module: 'NodeNext', moduleResolution: 'NodeNext', types: ['node'] },
  browser: { module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2023', 'DOM'], types: [] },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'graft-readmes-'));
  symlinkSync(join(root, 'tests/node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  cpSync(fileURLToPath(new URL('context', import.meta.url)), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(Object.entries(worlds))('samples for %s compile', (world, options) => {
  const files = pages.flatMap((page) =>
    samplesOf(read(page))
      .filter(({ kind }) => (kind || 'node') === world)
      .map(({ line, module }) => {
        const file = `${page.replaceAll('/', ' ')} ${line}.ts`;
        writeFileSync(join(folder, file), module);
        return file;
      }),
  );
  expect(files.length).toBeGreaterThan(0);
  const compilerOptions = {
    target: 'ES2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    paths: { vitest: [join(root, 'node_modules/vitest/dist/index.d.ts')] },
    ...options,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [...files, 'globals.d.ts'] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  let said = '';
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    said = (error as { stdout: string }).stdout;
  }
  expect(said).toBe('');
});

it('the first sample of core prints what it says', async () => {
  const [sample] = samplesOf(read('packages/core/README.md'));
  const said = [...sample!.module.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, text]) => text!);
  const { code } = await transformWithOxc(sample!.module, 'sample.ts');
  writeFileSync(join(folder, 'sample.mjs'), code);
  writeFileSync(join(folder, 'print.mjs'), "console.log = (x) => process.stdout.write(JSON.stringify(x) + '\\n');");
  const command = ['--import', './print.mjs', 'sample.mjs'];
  const printed = execFileSync(process.execPath, command, { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  const rounded = printed.map((line) =>
    line.replaceAll(/\d+\.\d+/g, (number) => `${Number(Number(number).toFixed(2))}`),
  );
  const plain = (text: string): string => text.replaceAll(/["\s]/g, '');
  expect(said.length).toBe(2);
  expect(rounded.map(plain)).toEqual(said.map(plain));
});

it.each(homes)('%s has a README of about a screen', (home) => {
  const lines = read(join(home, 'README.md')).split('\n');
  expect(lines.length).toBeLessThanOrEqual(61);
});

it.each(pages)('links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(join(root, page, '..', link)))).toEqual([]);
});
