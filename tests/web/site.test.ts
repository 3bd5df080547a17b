/** The application as a folder, on a host that can nothing but give files, under a path, with and without a connection. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { button, choose, en, go, train } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { inSteps, launch, untilAlive, type Visit, visit } from './support/visit.ts';

/** What functions that run in a page use. */
declare const crossOriginIsolated: boolean;
declare const navigator: {
  serviceWorker: { getRegistration(): Promise<{ readonly waiting: object | null } | undefined> };
};
declare const caches: { keys(): Promise<string[]>; open(name: string): Promise<{ keys(): Promise<unknown[]> }> };

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

/** Serves the site as `export-site` says that it can be tried. */
async function serveSite(folder: string, port = '0'): Promise<{ readonly address: string; end(): Promise<void> }> {
  const args = [script('serve-site.mjs'), folder, '--base', 'deep/er/path', '--port', port];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const address = await new Promise<string>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => resolve(text.split('\n')[0]!));
  });
  return {
    address,
    async end() {
      child.kill();
      await ended;
    },
  };
}

/** The same site under another version, as one that was changed and exported again. */
async function changeSite(folder: string): Promise<void> {
  const [page, worker] = [join(folder, 'index.html'), join(folder, 'sw.js')];
  const html = (await readFile(page, 'utf8')).replace(/data-version="\w+"/, 'data-version="newer"');
  await writeFile(page, html);
  const [, site, rest] = /^const site = (\{.*?\n\});(.*)$/s.exec(await readFile(worker, 'utf8'))!;
  const described = JSON.parse(site!);
  described.version = 'newer';
  described.files['index.html'].integrity = `sha256-${createHash('sha256').update(html).digest('base64')}`;
  await writeFile(worker, `const site = ${JSON.stringify(described)};${rest}`);
}

const versionOf = (page: Page): Promise<string | null> =>
  page.locator('script[data-version]').getAttribute('data-version');

/** What it says of a picture that was dropped: these are drawn in another way than the samples, so it may be wrong. */
const answer = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .getByText(/^(circle|cross|square|star|triangle)$/)
    .first();

const isIsolated = (page: Page): Promise<boolean> => page.evaluate(() => crossOriginIsolated);

describe.skipIf(requireOrSkip('chromium'))('the exported site', () => {
  let [folder, browser, photos, visitor]: [string, Browser, Photos, Visit] = [] as never;
  let host: Awaited<ReturnType<typeof serveSite>>;
  let loads = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-site-'));
    await promisify(execFile)(process.execPath, [script('run.mjs'), 'export-site', '--out', folder]);
    [browser, photos, host] = await Promise.all([launch(), drawPhotos({ perClass: 1 }), serveSite(folder)]);
  }, 600_000);
  inSteps(() => visitor?.page);
  afterAll(async () => {
    await visitor?.close().finally(() => browser?.close());
    await host?.end();
    await photos?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('has pages that run only what they say', async () => {
    for (const name of ['index.html', 'learn/index.html', 'learn/softmax/index.html']) {
      const html = await readFile(join(folder, name), 'utf8');
      const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)!;
      expect(policy).not.toContain("'unsafe-");
      expect(html).not.toMatch(/(src|href)="\//);
    }
  });

  it('comes again once, to use threads, and can be installed', async () => {
    visitor = await visit(browser, { address: host.address, untouched: true });
    const { page } = visitor;
    page.on('load', () => loads++);
    await page.waitForEvent('load');
    await untilAlive(page);
    await button(page, en.start.samples).waitFor();
    expect(await isIsolated(page)).toBe(true);
    const session = await visitor.context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });

  it('learns samples, and says what a picture shows', async () => {
    const { page } = visitor;
    await button(page, en.start.samples).click();
    // Nothing is lost by looking elsewhere meanwhile.
    await go(page, 'backbone');
    await go(page, 'photos');
    await page.getByText(/ 135 photos/).waitFor();
    await train(page);
    await go(page, 'use');
    await page.getByText(en.use.try.drop).waitFor();
    await choose(page, button(page, en.use.try.choose), join(photos.others, '0.png'));
    await answer(page).waitFor();
    expect(loads).toBe(1);
  });

  it('has pages to learn by, and ways there and back', async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: en.app.learn }).click();
    await page.waitForURL(`${host.address}learn/`);
    await page
      .getByRole('main')
      .getByRole('link', { name: /Softmax/ })
      .first()
      .click();
    await page.waitForURL(`${host.address}learn/softmax/`);
    expect(await isIsolated(page)).toBe(true);
    await page.goto(`${host.address}learn/perceptron`);
    await page.waitForURL(`${host.address}learn/perceptron/`);
    await page.getByRole('link', { name: 'Graft', exact: true }).click();
    await page.waitForURL(host.address);
  });

  it('works without a connection', async () => {
    const { page, context } = visitor;
    // What is large has come meanwhile.
    const { files } = await siteOf(folder);
    const wanted = Object.values(files).filter(({ group }) => group !== 'webgpu').length;
    await expect.poll(() => keptFiles(page)).toBeGreaterThanOrEqual(wanted);
    await host.end();
    await context.setOffline(true);
    await page.reload();
    await page
      .getByRole('link', { name: /Samples/ })
      .first()
      .click();
    await go(page, 'use');
    await page.getByText(en.use.try.drop).waitFor();
    await choose(page, button(page, en.use.try.choose), join(photos.others, '1.png'));
    await answer(page).waitFor();
    await context.setOffline(false);
  });

  it('takes a newer version whole, when no page of the older one is open', async () => {
    const { page, context } = visitor;
    const before = await versionOf(page);
    await changeSite(folder);
    host = await serveSite(folder, new URL(host.address).port);
    await page.reload();
    const isWaiting = () => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting);
    await expect.poll(isWaiting).toBe(true);
    await page.reload();
    expect(await versionOf(page)).toBe(before);
    await page.close();
    const next = await context.newPage();
    await next.goto(host.address);
    expect(await versionOf(next)).toBe('newer');
    expect(await isIsolated(next)).toBe(true);
  });
});

interface SiteFiles {
  readonly files: Readonly<Record<string, { readonly group: string }>>;
}

const siteOf = async (folder: string): Promise<SiteFiles> =>
  JSON.parse(/^const site = (\{.*?\n\});/s.exec(await readFile(join(folder, 'sw.js'), 'utf8'))![1]!);

const keptFiles = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const [name] = await caches.keys();
    return (await (await caches.open(name!)).keys()).length;
  });
