/** From pictures and a pretrained network to a model file: what `graft train --backbone` does. */
import { join } from 'node:path';
import type { Run } from '@graftml/core';
import {
  type Collection,
  describeCollection,
  type Evaluation,
  type Probe,
  type Strategy,
  type Transfer,
} from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  folderStorage,
  type OpenedBackbone,
  openBackbone,
  transfer,
  writeWhole,
} from '@graftml/vision/node';
import { openCheckpoints } from './checkpoints.ts';
import { type DeviceOptions, openBackend } from './device.ts';
import { type CollectionRequest, openLabelled } from './labelled-collection.ts';
import { byteSize, count, counted, duration, figure, listed, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { describePictures, showBroken } from './pictures.ts';
import { type StrategyRequest, showStrategy, strategyDisplay, strategyOptions } from './strategy.ts';

export interface TransferRequest extends CollectionRequest, DeviceOptions, StrategyRequest {
  readonly backbone: string;
  readonly seed: number;
  readonly out: string;
}

/** What `--json` says. */
export interface TransferResult {
  readonly backbone: string;
  /** What was done; of `auto`, what it chose. */
  readonly strategy: Transfer['strategy'];
  readonly asked: Strategy;
  /** Where the backbone was cut; null for its output. */
  readonly at: string | null;
  readonly reasons: readonly string[];
  readonly probes?: readonly Probe[];
  /** Of a network that was trained. */
  readonly training?: { readonly epochs: number; readonly stopped: Run['stopped']; readonly bestEpoch: number | null };
  readonly pictures: Readonly<Record<'train' | 'validation' | 'test', number>>;
  readonly evaluation: Evaluation;
  readonly out: string;
  readonly seconds: number;
  readonly device: string;
}

/** Beside the result, what to name to `graft evaluate` for the same figures; undefined where the seed divided the pictures. */
export async function transferClassifier(
  request: TransferRequest,
  screen: Screen,
  signal: AbortSignal,
): Promise<{ readonly result: TransferResult; readonly judgedBy: readonly string[] | undefined }> {
  const { data, validation, seed, out } = request;
  const asked = strategyOptions(request);
  await checkWritable(out);
  const checkpoints = await openCheckpoints({ ...request, epochs: request.epochs ?? Number.POSITIVE_INFINITY }, screen);
  const began = performance.now();
  const backend = await openBackend(request);
  try {
    const backbone = await openBackbone(request.backbone, { signal, guess: { backend, pictures: data } });
    showBackbone(backbone, screen);
    const collection = await openLabelled(request, screen, signal);
    showCollection(collection, screen);
    screen.fact('Device', backend.capabilities.device);
    const display = strategyDisplay(screen);
    const done = await transfer({
      backend,
      backbone,
      collection,
      ...asked,
      ...(checkpoints && { checkpoint: checkpoints }),
      ...(typeof validation === 'number' && { validation }),
      seed,
      cache: folderStorage(join(cacheFolder(), 'features')),
      signal,
      onProgress: display.show,
    });
    display.end();
    const { evaluation, pictures, broken, notes, save, strategy, at, reasons, probes, training } = done;
    showStrategy(request.strategy, done, screen);
    if (broken.length > 0) showBroken(broken, screen);
    showNotes(notes, screen);
    const bytes = save();
    await writeWhole(out, bytes);
    const seconds = (performance.now() - began) / 1000;
    showEvaluation(evaluation, screen);
    screen.fact('Saved', `${printable(out)}${screen.colours.dim(`, ${byteSize(bytes.length)}, ${duration(seconds)}`)}`);
    const { device } = backend.capabilities;
    return {
      result: {
        backbone: backbone.name,
        strategy,
        asked: request.strategy,
        at: at ?? null,
        reasons,
        ...(probes && { probes }),
        ...(training && {
          training: {
            epochs: training.history.length,
            stopped: training.stopped,
            bestEpoch: training.bestEpoch ?? null,
          },
        }),
        pictures,
        evaluation,
        out,
        seconds: Math.round(seconds * 100) / 100,
        device: request.device === 'reference' ? 'reference' : device,
      },
      judgedBy: placesOf(evaluation.of, request, collection),
    };
  } finally {
    await backend.dispose();
  }
}

function placesOf(
  of: Evaluation['of'],
  request: TransferRequest,
  { pictures }: Collection,
): readonly string[] | undefined {
  const { data, test, validation } = request;
  if (of === 'test') return test ?? data;
  if (typeof validation === 'string') return [validation];
  return pictures.some(({ split }) => split === 'validation') ? data : undefined;
}

function showBackbone({ name, model, preprocessing, toldBy, guess }: OpenedBackbone, screen: Screen): void {
  const { dim, yellow } = screen.colours;
  const weights = model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  screen.fact(
    'Backbone',
    `${printable(name)}${dim(`, ${count(weights)} weights, ${describePictures(preprocessing)}`)}`,
  );
  if (toldBy === 'guess' && guess)
    screen.fact('', yellow('how it wants its pictures is a guess, made by trying what is usual on some of these'));
}

const mostNotes = 4;

function showCollection(collection: Collection, screen: Screen): void {
  const { pictures, classNames, broken } = collection;
  screen.fact('Pictures', count(pictures.length));
  screen.fact('Classes', `${classNames.length}: ${printable(listed(classNames, 10))}`);
  if (broken.length > 0) showBroken(broken, screen);
  const { copies, balance } = describeCollection(collection).facts;
  const notes: string[] = [];
  if (!balance.startsWith('even')) notes.push(balance);
  if (copies && copies.acrossSplits.length > 0)
    notes.push(
      `${counted(copies.acrossSplits.length, 'picture')} to learn from can be found again in those to judge by`,
    );
  showNotes(notes, screen);
}

function showNotes(notes: readonly string[], screen: Screen): void {
  for (const note of notes.slice(0, mostNotes)) screen.fact('Note', printable(note));
}

function showEvaluation({ of, n, accuracy, interval, loss }: Evaluation, screen: Screen): void {
  const { bold } = screen.colours;
  const whom = of === 'test' ? 'pictures it has never seen' : 'validation pictures';
  screen.fact(
    of === 'test' ? 'Test' : 'Judged',
    `${bold(percent(accuracy))} of ${count(n)} ${whom}, loss ${figure(loss)}`,
  );
  screen.fact('', `${inWords(accuracy, interval)} (95 % confidence)`);
}

/** `right on about 9 of 10, 82 to 95 %` */
export function inWords(accuracy: number, [low, high]: Evaluation['interval']): string {
  const whole = (share: number) => Math.round(share * 100);
  const range = `${whole(low)} to ${whole(high)} %`;
  if (accuracy === 0 || accuracy === 1)
    return `right on ${accuracy === 1 ? 'all' : 'none'} of these, ${range} of others`;
  const twentieths = Math.round(accuracy * 20);
  const even = twentieths % 2 === 0 ? `${twentieths / 2} of 10` : `${twentieths} of 20`;
  const about = twentieths > 0 && twentieths < 20 ? even : `${whole(accuracy)} of 100`;
  return `right on about ${about}, ${range}`;
}
