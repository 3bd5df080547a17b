/** The conformance suite in Chromium, by onnxruntime-web in a Web Worker: on WebAssembly with threads, and on WebGPU. */
import { conformance } from '@graftml/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { webGpuExclusions } from '../support/exclusions.ts';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { launch, type Opened, openPage, type Served, servePage } from './chromium.ts';

// A software GPU, builds and browsers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const isMissing = requireOrSkip('chromium');
let served: Served;
let browser: Browser;
beforeAll(async () => {
  if (isMissing) return;
  [served, browser] = await Promise.all([servePage(), launch(chromiumPath()!)]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const names = conformance(() => {
  throw new Error('names alone');
}).map(({ name }) => name);

const devices = [
  { device: 'wasm', exclude: {} },
  { device: 'webgpu', exclude: webGpuExclusions },
] as const;

describe.skipIf(isMissing).each(devices)('$device in Chromium', ({ device, exclude }) => {
  let page: Opened;
  beforeAll(async () => {
    page = await openPage(browser, served.isolated);
    expect(await page.call('open', device)).toMatchObject({ device });
  });
  afterAll(async () => {
    await page.tab.close();
  });

  it.each(names)('%s', async (name, ...[context]: unknown[]) => {
    const outcome = await page.call('judge', name, exclude);
    if (outcome === 'passed') return;
    if ('failed' in outcome) expect.fail(outcome.failed);
    const reason = 'skipped' in outcome ? outcome.skipped : `excluded: ${outcome.excluded}`;
    (context as { skip?(reason: string): void } | undefined)?.skip?.(reason);
  });
});
