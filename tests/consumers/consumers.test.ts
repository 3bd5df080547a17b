/** Programs of strangers, from packed packages, outside the workspace: plain Node, a strict compiler, an application by Vite. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launch, serve } from '../browser/chromium.ts';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { install, packAll, removeAll, toolPath } from './install.ts';

// A software GPU, builds and browsers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

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
const trained = {
  device: 'wasm',
  loss: expect.any(Number),
  inside: true,
  outside: true,
  // Of eight pictures; chance would give four.
  taught: { right: expect.toSatisfy((right: number) => right >= 6), same: true, labels: ['disc', 'square'] },
};

describe.skipIf(isMissing)('an application by Vite and React', () => {
  let folder: string;
  beforeAll(() => {
    folder = project('vite-react', ['react', 'react-dom', 'onnxruntime-web', '@types/react', '@types/react-dom']);
  });

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

describe.skipIf(isMissing)('an application by Next', () => {
  let folder: string;
  let server: ChildProcess | undefined;
  afterAll(() => {
    server?.kill();
  });

  it('is built, served, trains in a worker, and opens the file; no wasm for the server', async () => {
    folder = project('next', [
      'react',
      'react-dom',
      'next',
      'onnxruntime-web',
      '@types/react',
      '@types/node',
      'typescript',
    ]);
    const next = toolPath('next/dist/bin/next');
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } as NodeJS.ProcessEnv;
    execFileSync(process.execPath, [next, 'build'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const forServer = readdirSync(join(folder, '.next/server'), { recursive: true, encoding: 'utf8' });
    expect(forServer.filter((file) => file.endsWith('.wasm'))).toEqual([]);
    server = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], { cwd: folder, env });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      server!.stdout!.on('data', (text: Buffer) => {
        said += text;
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (found && /Ready/.test(said)) resolve(found);
      });
      server!.once('close', () => reject(new Error(said)));
    });
    const { told, errors } = await press(address);
    expect(told).toMatchObject(trained);
    expect(errors).toEqual([]);
  });
});
