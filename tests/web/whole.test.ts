/** From a folder that is dropped to a model that says the same on the command line, in Chromium, on the processor. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/require.ts';
import { smallNetwork } from './support/network.ts';
import {
  button,
  choose,
  counts,
  download,
  drop,
  en,
  go,
  set,
  takeNetwork,
  train,
  untilSaved,
} from './support/person.ts';
import { drawPhotos, type Photos, shapes } from './support/photos.ts';
import { inSteps, launch, type Visit, visit } from './support/visit.ts';

describe.skipIf(requireOrSkip('chromium'))('the application, on WebAssembly', () => {
  let [browser, photos, visitor]: [Browser, Photos, Visit] = [] as never;
  const files: Record<'model' | 'project' | 'table', string> = { model: '', project: '', table: '' };

  beforeAll(async () => {
    [browser, photos] = await Promise.all([launch(), drawPhotos({ perClass: 40, misplaced: 10, untidy: true })]);
    visitor = await visit(browser);
  });
  inSteps(() => visitor?.page);
  afterAll(async () => {
    await visitor?.close().finally(() => browser?.close());
    await photos?.remove();
  });

  it('takes a folder that is dropped: its folders are the classes, and what is odd is said', async () => {
    const { page } = visitor;
    await page.getByText(en.start.drop).waitFor();
    await drop(page, [photos.folder]);
    await page.getByText(en.photos.added(120)).waitFor();
    expect(await counts(page)).toEqual({ circle: 40, square: 40, stripes: 40 });
    for (const remark of [en.photos.remarks.broken(1), en.photos.again(1), en.photos.ignored(1)])
      expect(await page.getByText(remark).count(), remark).toBeGreaterThan(0);
    expect(await page.getByLabel(en.app.rename).inputValue()).toBe('shapes');
    await page.getByText(en.photos.remarks.broken(1)).first().waitFor();
    await button(page, en.photos.show).first().click();
    await page.getByRole('dialog').getByText('broken.jpg').waitFor();
    await page.keyboard.press('Escape');
  });

  it('renames, merges and deletes classes, and takes each of it back', async () => {
    const { page } = visitor;
    const all = { circle: 40, square: 40, stripes: 40 };
    const name = page.getByRole('region', { name: 'circle' }).getByLabel(en.photos.nameOfClass);
    await name.fill('disc');
    await name.press('Enter');
    await expect.poll(() => counts(page)).toEqual({ disc: 40, square: 40, stripes: 40 });
    await button(page, en.photos.menuOf('square')).click();
    await page.getByRole('menuitem', { name: en.photos.merge }).click();
    await button(page.getByRole('dialog'), 'disc').click();
    await expect.poll(() => counts(page)).toEqual({ disc: 80, stripes: 40 });
    await button(page, en.photos.menuOf('stripes')).click();
    await page.getByRole('menuitem', { name: en.photos.removeClassToo(40) }).click();
    await expect.poll(() => counts(page)).toEqual({ disc: 80 });
    for (let i = 0; i < 3; i++) await button(page, en.app.undo).first().click();
    await expect.poll(() => counts(page)).toEqual(all);
  });

  it('measures which case of transfer learning fits, and cuts the network where it is clicked', async () => {
    const { page } = visitor;
    await go(page, 'backbone');
    await button(page, en.backbone.measure).click();
    await page.getByText(en.backbone.probes).waitFor({ timeout: 60_000 });
    const cuts = page.getByRole('group', { name: en.backbone.picture }).getByRole('radio');
    expect(await cuts.count()).toBeGreaterThan(4);
    await cuts.nth(3).check({ force: true });
    const said = page.getByRole('main').getByText(/^Cut here/);
    expect(await said.textContent()).not.toContain(en.backbone.usual);
    await button(page, en.app.undo).first().click();
    await said.getByText(en.backbone.usual).waitFor();
  });

  it('takes a network of the person, asks how it sees, and goes back', async () => {
    const { page } = visitor;
    await takeNetwork(page, await smallNetwork(photos.temporary));
    await page.getByText(/sees 32 × 32 pixels/).waitFor();
    await button(page, en.app.undo).first().click();
    await page.getByText(/sees 32 × 32 pixels/).waitFor({ state: 'detached' });
  });

  it('shows what the network will see of changed photos', async () => {
    const { page } = visitor;
    await go(page, 'augment');
    const sheet = page.getByRole('img', { name: en.augment.alt(en.augment.nothing) });
    await sheet.waitFor();
    const before = await sheet.getAttribute('src');
    await page.getByRole('switch', { name: en.augment.words.vflip.name }).check({ force: true });
    const after = page.getByRole('img', { name: en.augment.alt(en.augment.words.vflip.name) });
    await expect.poll(() => after.getAttribute('src')).not.toBe(before);
    await page.getByRole('switch', { name: en.augment.words.vflip.name }).uncheck({ force: true });
  });

  it('learns in a moment, and says how good it is', async () => {
    const { page } = visitor;
    await train(page);
    await page.getByText(/^Right on (about|all)/).waitFor();
    await page.getByText(en.train.noCurves).waitFor();
  });

  it('draws curves of a head that learns by steps', async () => {
    const { page } = visitor;
    await set(page, { head: 'dense', epochs: 40 });
    await button(page, en.train.again).click();
    await page.getByText(/^epoch \d+ of 40/).waitFor();
    await page.getByText(en.train.curves).waitFor();
    await button(page, en.train.toUnderstand).waitFor();
    await page.getByText(/Epoch \d+ was the best and is kept/).waitFor();
    await button(page, en.app.undo).click();
    await button(page, en.app.undo).click();
    await train(page);
  });

  it('opens the photos of a cell, says where it looks, and learns again from a corrected label', async () => {
    const { page } = visitor;
    await button(page, en.train.toUnderstand).click();
    const cell = page.getByRole('button', { name: /^\d+ of square, taken for circle$/ });
    await cell.click();
    const viewer = page.getByRole('region', { name: en.understand.photo, exact: true });
    await viewer.getByText(en.understand.looked.cell('square', 'circle')).waitFor();
    await viewer.getByAltText(en.understand.heatAlt('circle')).waitFor();
    await viewer.getByText(en.understand.alike).waitFor();
    const before = Number((await cell.textContent()) ?? '');
    await page.keyboard.press('1');
    await page.getByText(en.understand.relabelled(1, 'circle')).waitFor();
    await page.getByText(/^Learnt again: /).waitFor();
    await expect.poll(async () => Number((await cell.textContent()) ?? '') || 0).toBe(before - 1);
  });

  it('draws the map, and stores how sure it has to be', async () => {
    const { page } = visitor;
    await page.getByText(en.understand.views.map, { exact: true }).click();
    const map = page.getByRole('application', { name: /^Map of 120 photos/ });
    await map.waitFor();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText(en.understand.map.chosen(1)).waitFor();
    await page.getByText(en.understand.views.sure, { exact: true }).click();
    const slider = page.getByLabel(en.understand.coverage.slider);
    await slider.fill('0.6');
    await slider.press('Tab');
    await untilSaved(page);
    await go(page, 'use');
  });

  it('says what is on pictures that are dropped, and where it looked', async () => {
    const { page } = visitor;
    await page.getByText(en.use.try.drop).waitFor();
    await drop(
      page,
      ['0.png', '1.png', '2.png'].map((name) => join(photos.others, name)),
    );
    const cards = page.getByRole('main').getByRole('listitem');
    for (const name of shapes) await cards.getByText(name, { exact: true }).first().waitFor();
    await expect.poll(() => page.getByRole('radio', { name: en.use.try.heat }).count()).toBe(3);
  });

  it('applies it to a folder, as a table', async () => {
    const { page } = visitor;
    await page.getByText(en.use.views.folder, { exact: true }).click();
    await choose(page, button(page, en.use.folder.choose), photos.others);
    await page.getByText(en.use.folder.done(12)).waitFor();
    files.table = await download(page, button(page, en.use.folder.table), photos.temporary);
  });

  it('gives the model, the project and the report', async () => {
    const { page } = visitor;
    await page.getByText(en.use.views.take, { exact: true }).click();
    const { take } = en.use;
    files.model = await download(page, button(page, take.download).first(), photos.temporary);
    files.project = await download(page, button(page, take.downloadProject), photos.temporary);
    const report = await download(page, button(page, take.downloadReport), photos.temporary);
    expect((await readFile(report, 'utf8')).slice(0, 15)).toMatch(/^<!doctype html>/i);
    await page.getByRole('tabpanel').or(page.getByRole('main')).getByText('graft predict').first().waitFor();
  });

  it('has made a model that says the same on the command line', async () => {
    const csv = join(photos.temporary, 'cli.csv');
    const { status, stderr } = graft(['predict', files.model, photos.others, '--csv', csv]);
    expect(status, stderr).toBe(0);
    const [ours, theirs] = await Promise.all(
      [files.table, csv].map(async (file) => rows(await readFile(file, 'utf8'))),
    );
    expect(ours).toHaveLength(12);
    expect(ours!.map(({ label }) => label)).toEqual(theirs!.map(({ label }) => label));
    for (const [i, { probability }] of ours!.entries())
      expect(Math.abs(probability - theirs![i]!.probability)).toBeLessThan(1e-3);
  });

  it('has made a project that the command line trains', async () => {
    const out = join(photos.temporary, 'cli.onnx');
    const { status, stderr, stdout } = graft(['train', files.project, '--backbone', 'graft-backbone', '--out', out]);
    expect(status, stderr + stdout).toBe(0);
  });

  it('opens the project in another browser, trained as it is', async () => {
    const other = await visit(browser);
    const { page } = other;
    await choose(page, button(page, en.start.chooseFiles), files.project);
    await expect.poll(() => counts(page)).toEqual({ circle: 41, square: 39, stripes: 40 });
    await go(page, 'use');
    await page.getByText(en.use.try.drop).waitFor();
    await drop(page, [join(photos.others, '0.png')]);
    await page.getByRole('main').getByRole('listitem').getByText('circle', { exact: true }).first().waitFor();
    await other.close();
  });

  it('has everything after a reload', async () => {
    const { page } = visitor;
    await untilSaved(page);
    await page.reload();
    await page.getByText(en.use.take.model, { exact: true }).or(page.getByText(en.use.try.drop)).first().waitFor();
    await go(page, 'understand');
    await page.getByRole('heading', { name: /^Right on / }).waitFor();
    await go(page, 'photos');
    await expect.poll(() => counts(page)).toEqual({ circle: 41, square: 39, stripes: 40 });
    expect(await page.getByRole('img').or(page.locator('[role=option] img')).count()).toBeGreaterThan(10);
  });
});

function graft(args: readonly string[]) {
  const command = fileURLToPath(new URL('../../graft', import.meta.url));
  return spawnSync(command, args, { encoding: 'utf8' });
}

interface Row {
  readonly picture: string;
  readonly label: string;
  readonly probability: number;
}

/** By picture, which is named by another path there. */
function rows(csv: string): Row[] {
  const [head = '', ...lines] = csv
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  const column = (line: string, name: string) => line.split(',')[names.indexOf(name)] ?? '';
  return lines
    .map((line) => ({
      picture: basename(column(line, 'picture')),
      label: column(line, 'label'),
      probability: Number(column(line, 'probability')),
    }))
    .sort((a, b) => a.picture.localeCompare(b.picture));
}
