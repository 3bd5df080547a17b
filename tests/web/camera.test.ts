/** Photos from a camera, and what is said of what it sees: Chromium's own moving picture. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { button, counts, drop, en, go, train } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { camera, launch, visit } from './support/visit.ts';

describe.skipIf(requireOrSkip('chromium'))('a camera', () => {
  let [browser, photos]: [Browser, Photos] = [] as never;
  beforeAll(async () => {
    [browser, photos] = await Promise.all([launch(...camera), drawPhotos({ perClass: 8 })]);
  });
  afterAll(async () => {
    await browser?.close();
    await photos?.remove();
  });

  it('is recorded from while a button is held, and answered live with bars and heat map', async () => {
    const visitor = await visit(browser, { permissions: ['camera'] });
    const { page } = visitor;
    await drop(page, [photos.folder]);
    await page.getByText(en.photos.added(24)).waitFor();
    await page.getByRole('region', { name: 'stripes' }).getByRole('button', { name: en.photos.record }).click();
    const drawer = page.getByRole('dialog');
    const hold = button(drawer, en.photos.hold('stripes'));
    await hold.and(page.locator(':enabled')).waitFor();
    await hold.hover();
    await page.mouse.down();
    await expect.poll(async () => Number(await drawer.locator('output').textContent())).toBeGreaterThan(3);
    await page.mouse.up();
    const taken = Number(await drawer.locator('output').textContent());
    await page.keyboard.press('Escape');
    // Those that are the same to the byte are one.
    await expect.poll(async () => (await counts(page)).stripes).toBeGreaterThan(9);
    expect((await counts(page)).stripes).toBeLessThanOrEqual(8 + taken);

    await train(page);
    await go(page, 'use');
    await button(page, en.use.try.camera).click();
    const live = page.getByRole('region', { name: en.use.live.title });
    await live.getByRole('list').getByText('stripes', { exact: true }).waitFor();
    await live.getByText(/pictures a second$/).waitFor();
    await live.getByRole('switch', { name: en.use.live.heat }).check({ force: true });
    await live.getByRole('img', { name: en.use.try.heat }).waitFor();
    await button(page, en.use.try.cameraOff).first().click();
    await live.waitFor({ state: 'detached' });
    await visitor.close();
  });
});
