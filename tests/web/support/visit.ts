/** A person's browser at the application: a profile of its own, and all that must not happen in it, noted down. */
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject } from 'vitest';
import { chromiumPath } from '../../support/require.ts';

/** With WebGPU by SwiftShader, on the processor. */
export const webgpu = '--enable-unsafe-webgpu';
/** A camera that shows a moving picture, and is allowed. */
export const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] as const;

export const launch = (...args: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox', ...args] });

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Warnings and errors of the console, and requests to anywhere else. */
  readonly troubles: string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  readonly path?: string;
  readonly address?: string;
  /** Nothing is asked of the page: whoever asks is a hand to it that has begun. */
  readonly untouched?: boolean;
}

export async function visit(browser: Browser, options: VisitOptions = {}): Promise<Visit> {
  const { path = '', address = inject('address'), untouched = false, ...rest } = options;
  const context = await browser.newContext({
    ...{ viewport: { width: 1280, height: 800 }, locale: 'en-US', reducedMotion: 'reduce', ...rest },
  });
  const troubles: string[] = [];
  const site = new URL('.', address).href;
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && !url.href.startsWith(site))
      troubles.push(`asked for ${request.url()}`);
  });
  context.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => troubles.push(`error: ${error.error().message}`));
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${address}${path}`);
  if (!untouched) await untilAlive(page);
  return {
    ...{ context, page, troubles },
    async close() {
      await context.close();
      // Said once, at the end, so that a trouble doesn't hide what else there is.
      expect(troubles).toEqual([]);
    },
  };
}

/** What is seen at first is only drawn; from now on it hears what a person does. */
export const untilAlive = async (page: Page): Promise<void> => {
  await page
    .locator('main')
    .first()
    .evaluate(async (main) => {
      while (!Object.keys(main).some((key) => key.startsWith('__react')))
        await new Promise((done) => setTimeout(done, 20));
    });
};

/** Tests that follow from each other: those after one that failed are left out. Where `GRAFT_SHOTS` names a folder, a picture of that page goes there. */
export function inSteps(page: () => Page | undefined): void {
  let failed: string | undefined;
  beforeEach(({ skip }) => {
    if (failed) skip(`as '${failed}' failed`);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return;
    failed = task.name;
    const folder = process.env.GRAFT_SHOTS;
    if (folder) await page()?.screenshot({ path: `${folder}/${failed.slice(0, 60).replace(/\W+/g, '-')}.png` });
  });
}

/** Whether what takes minutes is left out, aloud: it runs with `GRAFT_LONG=1`. */
export function isLeftOut(what: string): boolean {
  if (process.env.GRAFT_LONG) return false;
  console.warn(`SKIPPED without GRAFT_LONG=1: ${what}`);
  return true;
}
