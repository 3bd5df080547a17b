/** `graft demo`: the whole way from pictures to predictions, on pictures that it draws itself. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@graftml/core';
import { drawSampleSet, writeWhole } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { count } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { type TransferRequest, transferClassifier } from '../transfer.ts';
import { explainTo } from './explain.ts';
import { predictToCsv } from './predict.ts';

/** What the demonstration makes; nothing else in its folder is ever touched. */
const parts = {
  pictures: 'pictures',
  model: 'model.onnx',
  usage: 'model-use',
  report: 'report.html',
  reportData: 'report.json',
  predictions: 'predictions.csv',
  explanations: 'explanations',
} as const;

/** Few enough that a network of one's own would learn little from them. */
const drawn = { perClass: 40, testPerClass: 20 } as const;
const backbone = 'graft-backbone';

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
    const set = await drawSampleSet(pictures, { ...drawn, signal });
    screen.fact(
      'Drawn',
      `${count(set.train + set.test)} PNG and JPEG files in ${pictures}: ${set.classNames.join(', ')}`,
    );

    screen.line(`\n${bold('2. Training')}  ${dim(command('train', pictures, '--backbone', backbone, '--out', model))}`);
    screen.line(
      dim('   What a pretrained network sees in each picture is computed once, then a new last layer is learnt on it.'),
    );
    const request: TransferRequest = {
      data: [pictures],
      seed: 1,
      device: 'auto',
      out: model,
      backbone,
      head: 'linear',
      strategy: 'head',
    };
    await transferClassifier(request, screen, signal);

    const test = join(pictures, 'test');
    screen.line(`\n${bold('3. Predictions')}  ${dim(command('predict', model, test, '--csv', predictions))}`);
    const summary = await predictToCsv({ model, pictures: [test], device: 'auto' }, predictions, screen, signal);
    screen.fact('Saved', `${predictions}, ${count(summary.pictures)} rows`);

    const [stars, explanations] = [join(test, 'star'), join(out, parts.explanations)];
    screen.line(`\n${bold('4. Explanations')}  ${dim(command('explain', model, stars, '--out', explanations))}`);
    await explainTo(
      { model, pictures: [stars], out: explanations, device: 'auto' },
      { json: false, lists: false, screen, signal },
    );

    screen.line(`\n${bold('Try next')}`);
    const next: readonly (readonly [what: string, how: string])[] = [
      ['how good it is, in full', join(out, parts.report)],
      ['what is taken for what', command('evaluate', model, test)],
      ['three guesses for each star', command('predict', model, join(test, 'star'), '--top', '3')],
      ['whether another way is better', command('train', pictures, '--backbone', backbone, '--strategy', 'auto')],
      ['a network from nothing', command('train', pictures, '--optimizer', 'adam', '--out', join(out, 'own.onnx'))],
    ];
    const width = Math.max(...next.map(([what]) => what.length));
    for (const [what, how] of next) screen.line(`  ${dim(what.padEnd(width))}  ${how}`);
    screen.line('\nWith pictures of your own: one folder for each class, and their parent in place of these.');
    return 0;
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
