/** Training in Chromium: the losses of the reference, the choice of the device, a GPU that goes away, and memory. */
import { cpuBackend } from '@graftml/backend-cpu';
import { fit } from '@graftml/core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { launch, openPage, type Served, servePage } from './chromium.ts';
import { course, network } from './page/training.ts';

const isMissing = requireOrSkip('chromium');

describe.skipIf(isMissing)('in Chromium', () => {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    [served, browser] = await Promise.all([servePage(), launch(chromiumPath()!)]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const trained = (result: object) => {
    expect(result).toHaveProperty('losses');
    return result as { losses: number[] };
  };

  it('trains as the reference does, with threads, without, and on WebGPU', async () => {
    const { history } = await fit(network(), { ...course, backend: cpuBackend(), epochs: 3 });
    const expected = history.map(({ logs }) => logs.loss!);
    for (const [address, device, options, reason, tolerance] of [
      [served.isolated, 'wasm', { threads: 2 }, /^it was asked for; 2 threads$/, 1e-5],
      [served.isolated, 'wasm', { threads: 1 }, /; 1 thread$/, 1e-5],
      [served.plain, 'wasm', {}, /; one thread, as the page is not cross-origin isolated/, 1e-5],
      [served.plain, 'webgpu', {}, /^it was asked for$/, 1e-4],
    ] as const) {
      const page = await openPage(browser, address);
      expect(await page.call('open', device, options)).toMatchObject({ device, reason: expect.stringMatching(reason) });
      expectClose(
        trained(await page.call('train', 3)).losses,
        expected,
        tolerance,
        `${device}, ${JSON.stringify(options)}`,
      );
      expect(page.said.filter((line) => line.startsWith('error'))).toEqual([]);
      await page.tab.close();
    }
  });

  it('takes WebGPU if it passes a short training, and WebAssembly where there is no adapter', async () => {
    const page = await openPage(browser, served.isolated);
    expect(await page.call('open', 'auto')).toMatchObject({
      device: 'webgpu',
      reason: 'there is an adapter, and it passed a short training',
    });
    await page.tab.close();
    const without = await launch(chromiumPath()!, ['--no-sandbox', '--disable-gpu']);
    const plain = await openPage(without, served.isolated);
    expect(await plain.call('open', 'auto')).toMatchObject({
      device: 'wasm',
      reason: expect.stringMatching(/^webgpu: (no adapter|the browser has none); \d threads?$/),
    });
    await expect(plain.call('open', 'webgpu')).rejects.toThrow(/webgpu cannot be used.*use wasm/s);
    await without.close();
  });

  it('says that the GPU was lost, and keeps what was learnt', async () => {
    const own = await launch(chromiumPath()!);
    const page = await openPage(own, served.isolated);
    await page.call('open', 'webgpu');
    const training = page.call('train', 100_000);
    while ((await page.call('reached')) === 0) await new Promise((resolve) => setTimeout(resolve, 200));
    const session = await own.newBrowserCDPSession();
    session.send('Browser.crashGpuProcess' as never).catch(() => {});
    expect(await training).toMatchObject({
      failed: expect.stringMatching(/the GPU was lost/),
      learnt: expect.any(Number),
    });
    // Another device goes on.
    expect(await page.call('open', 'wasm')).toMatchObject({ device: 'wasm' });
    trained(await page.call('train', 1));
    await own.close();
  });

  it('is flat in memory over 2,000 steps', async () => {
    const page = await openPage(browser, served.isolated);
    await page.call('open', 'wasm', { threads: 1 });
    trained(await page.call('train', 50));
    const before = await page.call('memory');
    trained(await page.call('train', 200));
    const after = await page.call('memory');
    expect(before).toBeGreaterThan(0);
    console.info(
      `memory after 400 and 2,000 steps: ${[before, after].map((bytes) => `${(bytes! / 1e6).toFixed(1)} MB`).join(', ')}`,
    );
    expect(after! / before!).toBeLessThan(1.1);
    await page.tab.close();
  });
});
