/** Training in Chromium: the losses of the reference, the choice of the device, a GPU that goes away, and memory. */
import { readFile } from 'node:fs/promises';
import { cpuBackend } from '@graftml/backend-cpu';
import { fit } from '@graftml/core';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { launch, openPage, type Served, servePage } from './chromium.ts';
import { course, network } from './page/training.ts';

// A software GPU, builds and browsers take their time on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

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

  it('takes WebGPU if it passes a short training, and WebAssembly where the adapter is software or there is none', async () => {
    const page = await openPage(browser, served.isolated);
    expect(await page.call('open', 'auto')).toMatchObject({
      device: 'wasm',
      reason: expect.stringMatching(/^webgpu: its adapter is software, slower than WebAssembly; \d threads?$/),
    });
    // As if there were a GPU.
    await page.tab.evaluate(() =>
      Object.defineProperty(Reflect.get(globalThis, 'GPUAdapterInfo').prototype, 'isFallbackAdapter', { value: false }),
    );
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

  it.each([
    ['wasm', 'usual'],
    ['webgpu', 'small'],
  ] as const)('is flat in memory over 2,000 steps on %s', async (device, size) => {
    const own = await launch(chromiumPath()!);
    const page = await openPage(own, served.isolated);
    await page.call('open', device, { threads: 1 });
    const session = await own.newBrowserCDPSession();
    /** Bytes of the page and its workers, and of the process in which Chromium does what WebGPU asks for. */
    const used = async () => ({ page: (await page.call('memory'))!, gpu: await gpuMemory(session) });
    trained(await page.call('train', 50, size));
    const before = await used();
    trained(await page.call('train', 200, size));
    const after = await used();
    const megabytes = ({ page, gpu }: typeof before) => `${(page / 1e6).toFixed(1)} and ${(gpu / 1e6).toFixed(1)} MB`;
    console.info(
      `${device}, page and GPU process: ${megabytes(before)} after 400 steps, ${megabytes(after)} after 2,000`,
    );
    expect(before.page).toBeGreaterThan(0);
    expect(after.page / before.page).toBeLessThan(1.1);
    expect(after.gpu / before.gpu).toBeLessThan(1.1);
    await own.close();
  });
});

/** Bytes that Chromium's GPU process keeps in memory. SwiftShader's buffers are among them. */
async function gpuMemory(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const { id } = processInfo.find(({ type }) => type === 'GPU')!;
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]);
}
