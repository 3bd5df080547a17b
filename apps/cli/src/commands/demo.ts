/** `graft demo`, which is also `npm start`: the whole way from pictures to predictions, on pictures that it draws itself. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@graftml/core';
import { drawSampleSet, writeWhole } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { count } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { trainClassifier } from '../training.ts';

import { predictToCsv } from './predict.ts';

/** What the demonstration makes; nothing else in its folder is ever touched. */
const parts = { pictures: 'pictures', model: 'model.onnx', predictions: 'predictions.csv' } as const;

/** As `graft train` has it by default, but for these. */
const recipe = { optimizer: 'adam', epochs: 16 } as const;

export async function demo({ out }: { readonly out: string }): Promise<number> {
  const screen = createScreen(process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  const { signal } = interrupt;
  const { bold, dim } = screen.colours;
  const [pictures, model, predictions] = [
    join(out, parts.pictures),
    join(out, parts.model),
    join(out, parts.predictions),
  ];
  try {
    await clear(out);
    screen.line(bold('1. Pictures'));
    screen.live(() => 'Drawing…', true);
    const set = await drawSampleSet(pictures, { signal });
    screen.fact(
      'Drawn',
      `${count(set.train + set.test)} PNG and JPEG files in ${pictures}: ${set.classNames.join(', ')}`,
    );

    const options = ['--optimizer', recipe.optimizer, '--epochs', `${recipe.epochs}`, '--out', model];
    screen.line(`\n${bold('2. Training')}  ${dim(command('train', pictures, ...options))}`);
    const request = { ...recipe, data: [pictures], seed: 1, device: 'auto', out: model } as const;
    const result = await trainClassifier(request, screen, signal);
    if (signal.aborted) return interrupt.exitStatus() ?? 1;

    const test = join(pictures, 'test');
    screen.line(`\n${bold('3. Predictions')}  ${dim(command('predict', model, test, '--csv', predictions))}`);
    const summary = await predictToCsv({ model, pictures: [test], device: 'auto' }, predictions, screen, signal);
    screen.fact('Saved', `${predictions}, ${count(summary.pictures)} rows`);

    screen.line(`\n${bold('Try next')}`);
    screen.line(`  ${command('evaluate', model, test)}`);
    const longer = ['--optimizer', 'adam', '--epochs', '40', '--patience', '6', '--out', join(out, 'better.onnx')];
    screen.line(`  ${command('train', pictures, ...longer)}`);
    screen.line(`  ${command('predict', model, join(test, 'star'), '--top', '3')}`);
    screen.line('\nWith pictures of your own: one folder for each class, and their parent in place of these.');
    return result.test ? 0 : 1;
  } finally {
    interrupt.release();
  }
}

/** Says that the folder is ours, and to whoever finds it what it is. */
const marker = 'MADE-BY-GRAFT.txt';
const note = 'Made by `graft demo`, which draws and trains everything here anew each time. It can be deleted.\n';

/** Takes away what an earlier demonstration made. @throws FileError if the folder is not one of its own */
async function clear(out: string): Promise<void> {
  const fail = (cause: NodeJS.ErrnoException): never => {
    throw new FileError('cannot be used', { where: out, received: cause.message, cause });
  };
  await mkdir(out, { recursive: true }).catch(fail);
  const there = await readdir(out).catch(fail);
  if (there.length > 0 && !there.includes(marker))
    throw new FileError('is there already, and not of our making', {
      where: out,
      hint: 'name another folder: --out DIR',
    });
  for (const part of Object.values(parts)) await rm(join(out, part), { recursive: true, force: true }).catch(fail);
  await writeWhole(join(out, marker), note);
}
