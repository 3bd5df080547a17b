/** Two thousand steps of training: the page answers meanwhile, and keeps no more after them than before. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { smallNetwork } from './support/network.ts';
import { drop, en, set, takeNetwork, train } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { isLeftOut, launch, visit } from './support/visit.ts';

/** Memory is measured when it is asked for, not when the browser next collects garbage of itself. */
const eagerly = '--enable-blink-features=ForceEagerMeasureMemory';

/** Of 96 photos to learn from, four at a time: 24 steps each. */
const epochs = 90;

// A browser that measures waits a minute each time for threads of WebAssembly, which do not answer.
describe.skipIf(requireOrSkip('chromium') || isLeftOut('memory over two thousand steps'))(
  'a long training in the page',
  () => {
    let [browser, photos]: [Browser, Photos] = [] as never;
    beforeAll(async () => {
      [browser, photos] = await Promise.all([launch(eagerly), drawPhotos({ perClass: 40 })]);
    });
    afterAll(async () => {
      await browser?.close();
      await photos?.remove();
    });

    it('is flat in memory, and leaves the page to the person', async () => {
      const visitor = await visit(browser);
      const { page } = visitor;
      await drop(page, [photos.folder]);
      await page.getByText(en.photos.added(120)).waitFor();
      await takeNetwork(page, await smallNetwork(photos.temporary));
      await set(page, { strategy: 'fine-tune', epochs: 10, patience: 10, batch: 4 });
      await train(page);
      const before = await memory(page);
      await set(page, { epochs, patience: epochs });
      await watchTasks(page);
      await train(page, 200_000);
      const { worst, seconds, blocked } = await watchedTasks(page);
      const after = await memory(page);
      console.info(
        `2,160 steps in ${seconds.toFixed(0)} s: page and workers ${(before / 1e6).toFixed(1)} MB before them, ${(after / 1e6).toFixed(1)} MB after; ` +
          `tasks of the page above 50 ms: ${blocked.toFixed(2)} s in all, the longest ${worst.toFixed(0)} ms`,
      );
      expect(after / before).toBeLessThan(1.1);
      await visitor.close();
    }, 300_000);
  },
);

/** Bytes of the page and its workers, as the browser counts them. */
const memory = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
      measureUserAgentSpecificMemory: () => Promise<{ bytes: number }>;
    };
    return (await measure.call(performance)).bytes;
  });

const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const long: number[] = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask' as never,
    });
    Object.assign(globalThis, { watched: { long, began: performance.now() } });
  });

const watchedTasks = (page: Page) =>
  page.evaluate(() => {
    const { long, began } = Reflect.get(globalThis, 'watched') as { long: number[]; began: number };
    return {
      worst: Math.max(0, ...long),
      blocked: long.reduce((sum, one) => sum + one, 0) / 1000,
      seconds: (performance.now() - began) / 1000,
    };
  });
