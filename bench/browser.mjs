// Contestants in headless Chromium: a page built by Vite as an application would be, cross-origin isolated so that it may use threads;
// each contestant is a tab of its own in the same browser.
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const tfjsFolder = join(here, 'tfjs', 'node_modules', '@tensorflow');
const candidates = [
  process.env.GRAFT_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const hasTfjs = () => existsSync(tfjsFolder);
export const chromiumPath = () => candidates.find((path) => path && existsSync(path));

/** Builds the page, serves it, starts Chromium (WebGPU by SwiftShader where there is no GPU). */
export async function openBrowser() {
  const [{ build }, { chromium }] = await Promise.all([import('vite'), import('playwright-core')]);
  const folder = await mkdtemp(join(tmpdir(), 'graft-bench-'));
  await build({
    root: join(here, 'page'),
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    resolve: hasTfjs()
      ? { alias: [{ find: /^@tensorflow\/(.*)$/, replacement: join(tfjsFolder, '$1') }] }
      : { alias: [] },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      // TensorFlow.js starts its threads from the text of a function, which a minifier breaks.
      minify: false,
      assetsInlineLimit: 0,
      ...(!hasTfjs() && { rollupOptions: { external: /^@tensorflow\// } }),
    },
  });
  if (hasTfjs())
    await cp(join(tfjsFolder, 'tfjs-backend-wasm', 'dist'), join(folder, 'tfjs-wasm'), {
      recursive: true,
      filter: (path) => !extname(path) || path.endsWith('.wasm'),
    });
  const server = await serve(folder);
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--enable-unsafe-webgpu'],
  });
  return {
    version: browser.version(),
    /** A contestant for `contest`: `how` is `openGraft` or `openTfjs` of the page. */
    contestant: (name, how, network, batch, options) => ({
      name,
      open() {
        const opening = openTab(browser, server.address, how, [network, batch, options]);
        return {
          ready: opening.then(({ note }) => ({ note })),
          run: async (count) => (await opening).tab.evaluate((n) => globalThis.contestant.run(n), count),
          stop: () =>
            opening.then(
              ({ tab }) => tab.close(),
              () => {},
            ),
        };
      },
    }),
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openTab(browser, address, how, args) {
  const tab = await browser.newPage();
  try {
    await tab.goto(address);
    await tab.waitForFunction(() => 'contestant' in globalThis);
    const note = await tab.evaluate(([called, given]) => globalThis.contestant[called](...given), [how, args]);
    return { tab, note };
  } catch (error) {
    await tab.close();
    throw new Error(error.message.split('\n')[0].replace(/^page\.evaluate: (Error: )?/, ''));
  }
}

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

async function serve(folder) {
  const server = createServer(async ({ url }, response) => {
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const { pathname } = new URL(url, 'http://localhost');
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, 'Content-Type': types[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
