/** Whoever cannot see well, has no mouse, a narrow screen, or speaks Chinese: every place, looked at by axe, and walked by keys alone. */
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../apps/web/src/text/en.ts';
import { zh } from '../../apps/web/src/text/zh.ts';
import { requireOrSkip } from '../support/require.ts';
import { button, choose, drop, go, train } from './support/person.ts';
import { drawPhotos, type Photos } from './support/photos.ts';
import { inSteps, launch, type Visit, visit } from './support/visit.ts';

const axe = createRequire(new URL('../../apps/web/package.json', import.meta.url)).resolve('axe-core');
const places = ['photos', 'backbone', 'augment', 'train', 'understand', 'use'] as const;

describe.skipIf(requireOrSkip('chromium'))('the application is there for everybody', () => {
  let [browser, photos, visitor]: [Browser, Photos, Visit] = [] as never;
  let keys: Visit | undefined;
  inSteps(() => (keys ?? visitor)?.page);
  beforeAll(async () => {
    [browser, photos] = await Promise.all([launch(), drawPhotos({ perClass: 10, misplaced: 4, untidy: true })]);
    visitor = await visit(browser, { bypassCSP: true });
  });
  afterAll(async () => {
    await visitor?.close().finally(() => browser?.close());
    await photos?.remove();
  });

  it('with nothing and with everything, by day and by night', async () => {
    const { page } = visitor;
    const found = await seriousOf(page, 'start');
    await drop(page, [photos.folder]);
    await page.getByText(en.photos.added(30)).waitFor();
    for (const place of places) found.push(...(await seriousAt(page, place)));
    await train(page);
    await button(page, en.train.toUnderstand).waitFor();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const place of places) found.push(...(await seriousAt(page, place, colorScheme)));
    }
    await go(page, 'understand');
    for (const view of ['classes', 'map', 'sure'] as const) {
      await page.getByText(en.understand.views[view], { exact: true }).click();
      found.push(...(await seriousOf(page, `understand, ${view}`)));
    }
    await go(page, 'use');
    await page.getByText(en.use.views.take, { exact: true }).click();
    found.push(...(await seriousOf(page, 'use, take')));
    await page.getByText(en.use.views.folder, { exact: true }).click();
    await choose(page, button(page, en.use.folder.choose), photos.others);
    await page.getByText(en.use.folder.done(12)).waitFor();
    found.push(...(await seriousOf(page, 'use, folder')));
    expect(apart(found)).toEqual([]);
  });

  it('in what opens before it: settings, networks, a photo, keys', async () => {
    const { page } = visitor;
    const found: string[] = [];
    const look = async (what: string) => {
      await page.getByRole('dialog').waitFor();
      found.push(...(await seriousOf(page, what)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await go(page, 'train');
    await button(page, en.train.advanced).click();
    await look('settings');
    await go(page, 'backbone');
    await button(page, en.backbone.another).click();
    await look('networks');
    await go(page, 'photos');
    await page.getByRole('option').first().dblclick();
    await look('photo');
    await page.keyboard.press('?');
    await look('keys');
    expect(apart(found)).toEqual([]);
  });

  it('in Chinese, on a narrow screen', async () => {
    const { page } = visitor;
    const found: string[] = [];
    await page.setViewportSize({ width: 400, height: 800 });
    await button(page, en.app.menu).click();
    await page.getByRole('menuitemradio', { name: zh.language }).click();
    await page.getByRole('navigation', { name: zh.app.places }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    for (const place of places) {
      await page.goto(`${page.url().split('#')[0]}#${place}`);
      await page.locator(`[href="#${place}"][aria-current=page]`).waitFor();
      found.push(...(await seriousOf(page, `${place}, Chinese, narrow`)));
      const { scrollWidth, clientWidth } = await page.locator('html').evaluate((root) => root);
      if (scrollWidth > clientWidth) found.push(`${place} is wider than the screen: ${scrollWidth}`);
    }
    expect(apart(found)).toEqual([]);
  });

  it('by keys alone, from the first screen to where pictures are chosen', async () => {
    keys = await visit(browser);
    const { page } = keys;
    await tabTo(page, en.start.samples);
    await page.keyboard.press('Enter');
    await page.getByText(en.photos.unsorted, { exact: true }).first().waitFor();
    await page.getByText(en.glance.unsorted(15)).first().waitFor();
    // The first unsorted photo gets a class by its number.
    await tabTo(page, en.photos.unsorted);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('1');
    await page.getByText(/^Photo named /).waitFor();
    await tabTo(page, en.photos.train);
    await page.keyboard.press('Enter');
    await page.locator('[href="#train"][aria-current=page]').waitFor();
    await tabTo(page, en.train.train, 'button');
    await page.keyboard.press('Enter');
    await button(page, en.train.toUnderstand).waitFor();
    await tabTo(page, en.train.toUnderstand);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Right on / }).waitFor();
    await page.keyboard.press('h');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText(en.understand.heat).first().waitFor();
    await page.keyboard.press('Escape');
    await tabTo(page, en.understand.use);
    await page.keyboard.press('Enter');
    await page.getByText(en.use.try.drop).waitFor();
    await tabTo(page, en.use.try.choose);
    await keys.close();
  });
});

async function seriousAt(page: Page, place: (typeof places)[number], how = 'light'): Promise<string[]> {
  await go(page, place);
  return seriousOf(page, `${place}, ${how}`);
}

interface Violation {
  readonly id: string;
  readonly impact?: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe calls serious or critical. */
async function seriousOf(page: Page, where: string): Promise<string[]> {
  await page.waitForTimeout(250); // What arrives is faint at first.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.addScriptTag({ path: axe });
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) =>
          `${where}: ${id}: ${html.slice(0, 200)} ${failureSummary.split('\n')[1]?.trim()}`,
      ),
    );
}

/** Each but once, with the first place where it was met. */
const apart = (found: readonly string[]): string[] => [
  ...new Map(found.toReversed().map((line) => [line.slice(line.indexOf(': ')), line])).values(),
];

/** Tab until what has that name is focused; what has the focus is seen at each step. */
async function tabTo(page: Page, name: string, role?: string): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 60; i++) {
    const focused = page.locator(':focus');
    const now =
      (await focused.count()) > 0 &&
      (await focused.first().evaluate((at) => {
        const window = at.ownerDocument.defaultView!;
        const { width, height, top, bottom } = at.getBoundingClientRect();
        // Of a switch, what is drawn instead of it.
        const marked = [at, at.parentElement, at.nextElementSibling].some((one) => {
          const style = one && window.getComputedStyle(one);
          return style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
        });
        return {
          name: at.getAttribute('aria-label') ?? at.textContent?.trim() ?? '',
          tag: at.tagName.toLowerCase(),
          isSeen: bottom > 0 && top < window.innerHeight && width * height > 0,
          isMarked: marked,
        };
      }));
    if (now && i > 0) {
      if (!now.isSeen || !now.isMarked) throw new Error(`the focus is not seen: ${JSON.stringify(now)}`);
      if (now.name === name && (role === undefined || now.tag === role)) return;
      passed.push(now.name);
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`'${name}' is not reached by Tab; there are: ${passed.join(' | ')}`);
}
