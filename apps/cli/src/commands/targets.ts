/** `graft train --backbone --head logistics` and `--head regression`: pictures of several labels each, or of a number. */
import { join } from 'node:path';
import type { LabelsEvaluation, UsualPreprocessing, ValuesEvaluation } from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  folderStorage,
  openBackbone,
  transferLabels,
  transferValues,
  writeWhole,
} from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { type CollectionRequest, openLabelled } from '../labelled-collection.ts';
import type { TargetHead } from '../option-sets.ts';
import { byteSize, count, duration, figure, listed, percent } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { columnsOf, printable } from '../output/text.ts';
import { type PictureSize, showBroken } from '../pictures.ts';
import { strategyDisplay } from '../strategy.ts';
import { showBackbone } from '../transfer.ts';

export interface TargetsRequest extends CollectionRequest, DeviceOptions {
  readonly backbone: string;
  readonly preprocessing?: UsualPreprocessing;
  /** What pictures are brought to; what the backbone was made for, unless given. */
  readonly size?: PictureSize;
  readonly head: TargetHead;
  readonly seed: number;
  readonly out: string;
}

export async function targets(request: TargetsRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features so far are kept');
  try {
    const result = await train(request, screen, interrupt.signal);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else screen.line(`\nNext, on pictures of your own:\n  ${command('predict', request.out, 'PICTURES')}`);
    return 0;
  } finally {
    interrupt.release();
  }
}

async function train(request: TargetsRequest, screen: Screen, signal: AbortSignal) {
  const { data, head, seed, out, validation, preprocessing, size } = request;
  await checkWritable(out);
  const began = performance.now();
  const backend = await openBackend(request);
  try {
    const how = preprocessing ? { preprocessing } : { guess: { backend, pictures: data } };
    const backbone = await openBackbone(request.backbone, { ...how, ...(size && { size }), signal });
    showBackbone(backbone, screen);
    const collection = await openLabelled(request, screen, signal);
    const { classNames } = collection;
    screen.fact('Pictures', count(collection.pictures.length));
    if (head === 'logistics') screen.fact('Labels', `${classNames.length}: ${printable(listed(classNames, 10))}`);
    screen.fact('Device', backend.capabilities.device);
    const display = strategyDisplay(screen);
    const options = {
      ...{ backend, backbone, collection, seed, signal },
      ...(typeof validation === 'number' && { validation }),
      cache: folderStorage(join(cacheFolder(), 'features')),
      onProgress: display.show,
    };
    const result = head === 'logistics' ? await transferLabels(options) : await transferValues(options);
    display.end();
    const { evaluation, pictures } = result;
    const broken = [...collection.broken, ...result.broken];
    if (broken.length > 0) showBroken(broken, screen);
    for (const note of result.notes.slice(0, 4)) screen.fact('Note', printable(note));
    const bytes = result.save();
    await writeWhole(out, bytes);
    if ('perClass' in evaluation) showLabels(evaluation, screen);
    else showValues(evaluation, screen);
    const seconds = (performance.now() - began) / 1000;
    screen.fact('Saved', `${printable(out)}${screen.colours.dim(`, ${byteSize(bytes.length)}, ${duration(seconds)}`)}`);
    const { device } = backend.capabilities;
    return {
      backbone: backbone.name,
      head,
      pictures,
      evaluation,
      out,
      seconds: Math.round(seconds * 100) / 100,
      device,
    };
  } finally {
    await backend.dispose();
  }
}

const whom = (of: 'validation' | 'test'): string =>
  of === 'test' ? 'pictures it has never seen' : 'validation pictures';
const nameOf = (of: 'validation' | 'test'): string => (of === 'test' ? 'Test' : 'Judged');

function showLabels({ of, n, exact, f1, averagePrecision, perClass }: LabelsEvaluation, screen: Screen): void {
  const { bold, dim } = screen.colours;
  screen.fact(nameOf(of), `${bold(percent(exact))} of ${count(n)} ${whom(of)} have exactly their labels`);
  screen.fact('', `F1 ${figure(f1)}, average precision ${figure(averagePrecision)}, means over the labels`);
  const width = Math.max(...perClass.map(({ name }) => columnsOf(printable(name))), 'label'.length);
  const cell = (text: string) => text.padStart(9);
  screen.line(
    dim(
      `\n  ${'label'.padEnd(width)}${['pictures', 'right', 'found', 'F1', 'told from'].map((name) => cell(name).padStart(11)).join('')}`,
    ),
  );
  for (const { name, n, precision, recall, f1, threshold } of perClass) {
    const cells = [count(n), percent(precision), percent(recall), figure(f1), percent(threshold)];
    const shown = printable(name);
    screen.line(
      `  ${shown}${' '.repeat(width - columnsOf(shown))}${cells.map((text) => cell(text).padStart(11)).join('')}`,
    );
  }
  screen.line('');
}

function showValues({ of, n, mae, rmse, r2, baseline }: ValuesEvaluation, screen: Screen): void {
  const { bold } = screen.colours;
  screen.fact(nameOf(of), `${bold(figure(mae))} off on average, of ${count(n)} ${whom(of)}`);
  screen.fact(
    '',
    `${figure(baseline)} off who always tells the mean; R² ${Number.isNaN(r2) ? 'unknown, as all are the same' : figure(r2)}, root mean square ${figure(rmse)}`,
  );
}
