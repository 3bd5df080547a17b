/** Debian's Chromium on a page of ours: built by Vite as an application would be, served with or without isolation. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page as Tab } from 'playwright-core';
import { build } from 'vite';
import type { Page } from './page/main.ts';

const root = fileURLToPath(new URL('page', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

export interface Served {
  /** Of the page that may use threads, and of the one that may not. */
  readonly isolated: string;
  readonly plain: string;
  close(): Promise<void>;
}

/** Builds the page and serves it at two addresses. */
export async function servePage(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-page-'));
  await build({
    root,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', minify: false, assetsInlineLimit: 0 },
  });
  const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const servers = await Promise.all([isolation, {}].map((headers) => serve(folder, headers)));
  return {
    isolated: servers[0]!.address,
    plain: servers[1]!.address,
    async close() {
      for (const server of servers) server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function serve(folder: string, headers: Readonly<Record<string, string>>) {
  const server = createServer(async ({ url }, response) => {
    const pathname = decodeURIComponent(new URL(url ?? '/', 'http://localhost').pathname);
    const path = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) {
      response.writeHead(404, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Type': types[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** With WebGPU by SwiftShader, on the CPU. */
export const launch = (
  executablePath: string,
  args: readonly string[] = ['--no-sandbox', '--enable-unsafe-webgpu'],
): Promise<Browser> => chromium.launch({ executablePath, args: [...args] });

export interface Opened {
  readonly tab: Tab;
  /** What the page and its workers said in the console, errors above all. */
  readonly said: readonly string[];
  /** Calls a function of the page. */
  call<Name extends keyof Page>(name: Name, ...args: Parameters<Page[Name]>): Promise<Awaited<ReturnType<Page[Name]>>>;
}

export async function openPage(browser: Browser | BrowserContext, address: string): Promise<Opened> {
  const tab = await browser.newPage();
  const said: string[] = [];
  tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  tab.on('pageerror', (error) => said.push(`error: ${error.message}`));
  await tab.goto(address);
  await tab.waitForFunction(() => 'graft' in globalThis);
  return {
    tab,
    said,
    call: (name, ...args) =>
      tab.evaluate(
        ([called, given]) =>
          (globalThis as unknown as Record<'graft', Record<string, (...args: unknown[]) => unknown>>).graft[called]!(
            ...given,
          ),
        [name as string, args as unknown[]] as const,
      ) as never,
  };
}
