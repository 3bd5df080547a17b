/** Programs of strangers, from packed packages, outside the workspace: plain Node, a strict compiler, an application by Vite. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, serve } from '../browser/chromium.ts';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { install, packAll, removeAll, toolPath } from './install.ts';

const folders: string[] = [];
let packed: string;
const project = (name: string, dependencies?: readonly string[]): string => {
  const folder = install(name, packed, dependencies);
  folders.push(folder);
  return folder;
};

beforeAll(() => {
  packed = packAll();
  folders.push(packed);
});
afterAll(() => removeAll(folders));

it('plain Node trains, predicts, writes a file and reads it again', () => {
  const output = execFileSync(process.execPath, ['train.mjs'], { cwd: project('node'), encoding: 'utf8' });
  const results = JSON.parse(output) as Record<string, { loss: number; apart: number }>;
  expect(Object.keys(results)).toEqual(['cpu', 'onnxruntime-node 1.30.0']);
  for (const { loss, apart } of Object.values(results)) {
    expect(loss).toBeLessThan(0.45);
    expect(apart).toBeLessThan(1e-5);
  }
});

it("a backend of a stranger's own passes the conformance suite", () => {
  const output = execFileSync(process.execPath, ['judge.mjs'], { cwd: project('backend'), encoding: 'utf8' });
  const { passed, failed } = JSON.parse(output) as { passed: number; failed: string[] };
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(1600);
});

describe('a strict compiler', () => {
  it.each(['NodeNext', 'Bundler'])('believes the types, resolved as %s', (resolution) => {
    const folder = project('strict');
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      target: 'ES2022',
      lib: ['ES2022', 'DOM'],
      types: [],
      module: resolution === 'Bundler' ? 'ESNext' : resolution,
      moduleResolution: resolution,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['program.ts'] }));
    const tsc = join(toolPath('typescript/package.json'), '../bin/tsc');
    const run = () => execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    let said = '';
    try {
      run();
    } catch (error) {
      said = (error as { stdout: string }).stdout;
    }
    expect(said).toBe('');
  });
});

const isMissing = requireOrSkip('chromium');

describe.skipIf(isMissing)('an application by Vite and React', () => {
  let folder: string;
  beforeAll(() => {
    folder = project('vite-react', ['react', 'react-dom', 'onnxruntime-web', '@types/react', '@types/react-dom']);
  });

  /** Presses the button at `address`, and what it says in the end. */
  async function press(address: string) {
    const browser = await launch(chromiumPath()!);
    try {
      const tab = await browser.newPage();
      const said: string[] = [];
      tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
      tab.on('pageerror', (error) => said.push(`error: ${error.message}`));
      await tab.goto(address);
      await tab.click('button');
      await tab.locator('output', { hasText: /[{]|failed/ }).waitFor({ timeout: 90_000 });
      const text = (await tab.textContent('output'))!;
      expect(text).not.toContain('failed');
      return {
        told: JSON.parse(text) as Record<string, unknown>,
        errors: said.filter((line) => line.startsWith('error')),
      };
    } finally {
      await browser.close();
    }
  }
  const trained = { device: 'wasm', loss: expect.any(Number), inside: true, outside: true };

  it('is built, trains in a worker, and opens the file; no sharp in it', async () => {
    const out = join(folder, 'out');
    mkdirSync(out);
    await build({
      root: folder,
      base: './',
      logLevel: 'error',
      worker: { format: 'es' },
      build: { outDir: out, target: 'es2022' },
    });
    const files = readdirSync(join(out, 'assets'));
    const sizes = files.map((file) => [file, gzipSync(readFileSync(join(out, 'assets', file))).length] as const);
    console.info(
      [
        'gzip sizes of the application:',
        ...sizes.map(([file, size]) => `  ${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`),
      ].join('\n'),
    );
    for (const file of files.filter((name) => name.endsWith('.js')))
      expect(readFileSync(join(out, 'assets', file), 'utf8')).not.toMatch(/sharp|onnxruntime-node/);
    for (const headers of [
      {},
      { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    ]) {
      const server = await serve(out, headers);
      const { told, errors } = await press(server.address);
      server.close();
      expect(told).toMatchObject(trained);
      expect(errors).toEqual([]);
      expect(told.reason).toMatch('Cross-Origin-Opener-Policy' in headers ? /threads?$/ : /one thread/);
    }
  });

  it('runs in development too', async () => {
    const server = await createServer({
      root: folder,
      logLevel: 'error',
      // What it depends on is linked here, and would lie in the folder where it is installed.
      server: { port: 0, host: '127.0.0.1', fs: { strict: false } },
    });
    await server.listen();
    const { port } = server.httpServer!.address() as { port: number };
    const { told } = await press(`http://127.0.0.1:${port}/`);
    await server.close();
    expect(told).toMatchObject(trained);
  });
});

it('core is less than 100 kB', async () => {
  const folder = project('node');
  writeFileSync(join(folder, 'all.mjs'), "export * from '@graftml/core';\n");
  const made = (await build({
    root: folder,
    logLevel: 'error',
    build: { write: false, lib: { entry: 'all.mjs', formats: ['es'] }, target: 'es2022' },
  })) as unknown as { output: { code?: string }[] }[];
  const size = gzipSync(made[0]!.output[0]!.code!).length;
  console.info(`all of @graftml/core, minified and gzipped: ${(size / 1000).toFixed(1)} kB`);
  expect(size).toBeLessThan(100_000);
});
