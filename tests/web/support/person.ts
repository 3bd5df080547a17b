/** What a person does in the application, by what is seen there. */

import type { Locator, Page } from 'playwright-core';
import { en } from '../../../apps/web/src/text/en.ts';

export { en };

/** A name as it is, not part of a longer one. */
export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: true });

/** To a place, until it is there: some have buttons of the same name. */
export async function go(page: Page, place: keyof typeof en.places): Promise<void> {
  const link = page.getByRole('navigation', { name: en.app.places }).getByRole('link', { name: en.places[place] });
  await link.click();
  await link.and(page.locator('[aria-current=page]')).waitFor();
}

/** How many photos the columns say that they have. */
export const counts = async (page: Page): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const list of await page.getByRole('listbox').all()) {
    const name = (await list.getAttribute('aria-label')) ?? '';
    found[name] = Number(await list.getByRole('option').first().getAttribute('aria-setsize'));
  }
  return found;
};

/** Until the project is in the storage. */
export const untilSaved = (page: Page): Promise<void> =>
  page.getByText(en.app.saved, { exact: true }).waitFor({ state: 'attached' });

/** Puts folders and files onto the page as a hand does that drags them from elsewhere. */
export async function drop(page: Page, files: readonly string[], onto?: Locator): Promise<void> {
  const box = await onto?.boundingBox();
  const { width, height } = page.viewportSize()!;
  const at = box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: width / 2, y: height / 2 };
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}

/** Chooses in the dialog that a click opens. */
export async function choose(page: Page, opens: Locator, files: string | string[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), opens.click()]);
  await chooser.setFiles(files);
}

/** What a click downloads, as a file. */
export async function download(page: Page, click: Locator, to: string): Promise<string> {
  const [got] = await Promise.all([page.waitForEvent('download'), click.click()]);
  const path = `${to}/${got.suggestedFilename()}`;
  await got.saveAs(path);
  return path;
}

/** From the button to the sentence of the result. */
export async function train(page: Page, timeout = 60_000): Promise<void> {
  await go(page, 'train');
  await button(page, new RegExp(`^(${en.train.train}|${en.train.again})$`)).click();
  await button(page, en.train.toUnderstand).waitFor({ timeout });
}

/** A network of the person's own, whose preprocessing is asked for. */
export async function takeNetwork(page: Page, file: string): Promise<void> {
  await go(page, 'backbone');
  await button(page, en.backbone.another).click();
  await choose(page, button(page.getByRole('dialog'), en.backbone.chooseFile).first(), file);
  await page.getByText(en.backbone.question).waitFor();
  await button(page, en.backbone.useSo).click();
  await page.getByText(/^sees /).waitFor();
}

export interface Set {
  readonly device?: string;
  readonly strategy?: string;
  readonly head?: string;
  readonly epochs?: number;
  readonly patience?: number;
  readonly batch?: number;
}

/** In the drawer of the training. */
export async function set(page: Page, { device, strategy, head, epochs, patience, batch }: Set): Promise<void> {
  await go(page, 'train');
  await button(page, en.train.advanced).click();
  const drawer = page.getByRole('dialog');
  const words = en.train.drawer;
  if (device) await drawer.getByLabel(words.device).selectOption(device);
  if (strategy) await drawer.getByLabel(words.strategy).selectOption(strategy);
  if (head) await drawer.getByLabel(words.head).selectOption(head);
  if (epochs) await drawer.getByLabel(words.epochs).fill(`${epochs}`);
  if (patience) await drawer.getByLabel(words.patience).fill(`${patience}`);
  if (batch) await drawer.getByLabel(words.batch).fill(`${batch}`);
  await button(drawer, en.app.close).last().click();
}

/** What is said of pictures that are dropped onto "Try it", by their names; all of them must be sure. */
export async function answers(
  page: Page,
  pictures: readonly string[],
): Promise<Map<string, { readonly label: string; readonly probability: number }>> {
  await go(page, 'use');
  await page.getByText(en.use.try.drop).waitFor();
  await drop(page, pictures);
  const found = new Map<string, { label: string; probability: number }>();
  for (const picture of pictures) {
    const name = picture.split('/').at(-1)!;
    const card = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByText(name, { exact: true }) });
    const best = card.getByRole('listitem').first();
    await best.waitFor();
    const [, label = '', percent = ''] = /([a-z]+)\D*([\d.]+) %/.exec((await best.textContent()) ?? '') ?? [];
    found.set(name, { label, probability: Number(percent) / 100 });
  }
  return found;
}
