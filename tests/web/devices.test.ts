/** The same short way where it is computed elsewhere: from a folder to an answer and a file that the command line understands alike. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { smallNetwork } from './support/network.ts';
import { answers, button, download, drop, en, set, takeNetwork, train } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { launch, visit, webgpu } from './support/visit.ts';

const graft = fileURLToPath(new URL('../../graft', import.meta.url));

describe.skipIf(requireOrSkip('chromium'))('elsewhere than on WebAssembly', () => {
  let [browser, photos]: [Browser, Photos] = [] as never;
  beforeAll(async () => {
    [browser, photos] = await Promise.all([launch(webgpu), drawPhotos({ perClass: 12 })]);
  });
  afterAll(async () => {
    await browser?.close();
    await photos?.remove();
  });

  it.each([
    ['webgpu', /^this graphics card/],
    ['server', /^the server’s/],
  ] as const)('learns on %s, and its model says the same everywhere', async (device, name) => {
    const visitor = await visit(browser);
    const { page } = visitor;
    await drop(page, [photos.folder]);
    await page.getByText(en.photos.added(36)).waitFor();
    // SwiftShader needs a minute for sixteen pictures of the network that comes with the application.
    if (device === 'webgpu') await takeNetwork(page, await smallNetwork(photos.temporary));
    await set(page, { device });
    await train(page);
    await page.getByRole('definition').filter({ hasText: name }).waitFor();
    const pictures = Array.from({ length: 6 }, (_, i) => join(photos.others, `${i}.png`));
    const here = await answers(page, pictures);
    await page.getByText(en.use.views.take, { exact: true }).click();
    const model = await download(page, button(page, en.use.take.download).first(), photos.temporary);
    const { stdout, stderr, status } = spawnSync(graft, ['predict', model, ...pictures, '--json'], {
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    for (const line of stdout.trim().split('\n')) {
      const { file, label, probability } = JSON.parse(line) as {
        file: string;
        label: string;
        probability: number;
      };
      const own = here.get(file.split('/').at(-1)!)!;
      expect(own.label).toBe(label);
      // What is shown is rounded to whole per cents.
      expect(Math.abs(own.probability - probability)).toBeLessThan(0.0101);
    }
    await visitor.close();
  });
});
