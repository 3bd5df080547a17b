/** A network that is trained on, in the page and on the server: the page goes away meanwhile, and nothing is lost. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { smallNetwork } from './support/network.ts';
import { button, drop, en, set, takeNetwork, untilSaved } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { inSteps, launch, type Visit, visit } from './support/visit.ts';

/** Enough to be met in the middle of it. */
const epochs = 120;

describe.skipIf(requireOrSkip('chromium'))('a network that is trained on', () => {
  let [browser, photos]: [Browser, Photos] = [] as never;
  beforeAll(async () => {
    [browser, photos] = await Promise.all([launch(), drawPhotos({ perClass: 12 })]);
  });
  afterAll(async () => {
    await browser?.close();
    await photos?.remove();
  });

  for (const device of ['wasm', 'server'] as const)
    describe(`on ${device}`, () => {
      let visitor: Visit | undefined;
      inSteps(() => visitor?.page);
      afterAll(() => visitor?.close());

      it('begins as the settings say, and shows how it learns', async () => {
        visitor = await visit(browser);
        const { page } = visitor;
        await drop(page, [photos.folder]);
        await page.getByText(en.photos.added(36)).waitFor();
        await takeNetwork(page, await smallNetwork(photos.temporary));
        await set(page, { device, strategy: 'fine-tune', epochs, patience: epochs });
        await button(page, en.train.train).click();
        await page.getByText(new RegExp(`^epoch \\d{2,} of ${epochs}`)).waitFor();
        await page.getByText(en.train.curves).waitFor();
        await button(page, en.train.stop).waitFor();
      });

      it('goes on after a reload in the middle of it, and ends', async () => {
        const { page } = visitor!;
        await page.reload();
        if (device !== 'server') {
          // What a server does goes on without the page, and is come back to without being asked.
          await page
            .getByText(/^A training was broken off after epoch \d+ of 120/)
            .first()
            .waitFor();
          await button(page, en.train.goOn).click();
        }
        await button(page, en.train.toUnderstand).waitFor();
        expect(await epochsInTable(page)).toBe(epochs);
        await untilSaved(page);
      });

      it('is stopped with the best until then, and goes on from there', async () => {
        const { page } = visitor!;
        await button(page, en.train.again).click();
        await page.getByText(new RegExp(`^epoch \\d{2,} of ${epochs}`)).waitFor();
        await button(page, en.train.stop).click();
        await button(page, en.train.toUnderstand).waitFor();
        const learnt = await epochsInTable(page);
        expect(learnt).toBeGreaterThan(0);
        expect(learnt).toBeLessThan(epochs);
        if (device === 'server') return;
        await button(page, en.train.goOn).click();
        await button(page, en.train.goOn).waitFor({ state: 'detached' });
        await button(page, en.train.toUnderstand).waitFor();
        expect(await epochsInTable(page)).toBe(epochs);
      });
    });
});

async function epochsInTable(page: Page): Promise<number> {
  await button(page, en.train.table).click();
  const rows = page.getByRole('main').getByRole('table').getByRole('row');
  const count = (await rows.count()) - 1;
  await button(page, en.train.table).click();
  return count;
}
