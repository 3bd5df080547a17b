/** From pictures and a pretrained network to a model file: what `graft train --backbone` does. */
import { basename, join } from 'node:path';
import type { Run } from '@graftml/core';
import {
  type Collection,
  describeCollection,
  type Evaluation,
  inWords,
  openClassifier,
  type Probe,
  type Strangers,
  type Strategy,
  type Transfer,
  type Trust,
  tooFew,
  type UsualPreprocessing,
} from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  folderStorage,
  type OpenedBackbone,
  openBackbone,
  transfer,
  writeUsage,
  writeWhole,
} from '@graftml/vision/node';
import type { Quantized } from '@graftml/vision/report';
import { openCheckpoints } from './checkpoints.ts';
import { type DeviceOptions, openBackend } from './device.ts';
import { type CollectionRequest, openLabelled } from './labelled-collection.ts';
import { byteSize, count, counted, duration, figure, listed, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { describePictures, type PictureSize, showBroken } from './pictures.ts';
import { saveQuantized } from './quantized.ts';
import { meetStrangers, reportPath, saveReport, thisCommand, versions } from './report.ts';
import { type StrategyRequest, showStrategy, strategyDisplay, strategyOptions } from './strategy.ts';

export interface TransferRequest extends CollectionRequest, DeviceOptions, StrategyRequest {
  readonly backbone: string;
  /** How it wants its pictures; what is known of it, or a guess, unless given. */
  readonly preprocessing?: UsualPreprocessing;
  /** What pictures are brought to; what the backbone was made for, unless given. */
  readonly size?: PictureSize;
  readonly seed: number;
  readonly out: string;
  /** Where the report goes, or none; beside the model unless given. */
  readonly report?: string | false;
  /** Pictures of none of the classes. */
  readonly strangers?: readonly string[];
  /** A second file in whole numbers, beside the first. */
  readonly quantize?: 'int8';
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
  readonly trust?: Trust;
  readonly strangers?: Strangers;
  readonly out: string;
  readonly quantized?: Quantized;
  readonly report?: string;
  readonly seconds: number;
  readonly device: string;
}

/** Beside the result, what to name to `graft evaluate` for the same figures; undefined where the seed divided the pictures. */
export async function transferClassifier(
  request: TransferRequest,
  screen: Screen,
  signal: AbortSignal,
): Promise<{ readonly result: TransferResult; readonly judgedBy: readonly string[] | undefined }> {
  const { data, validation, seed, out, preprocessing: told, size, report = reportPath(out) } = request;
  const asked = strategyOptions(request);
  await checkWritable(out);
  if (report !== false) await checkWritable(report);
  const checkpoints = await openCheckpoints({ ...request, epochs: request.epochs ?? Number.POSITIVE_INFINITY }, screen);
  const began = performance.now();
  const backend = await openBackend(request);
  try {
    const backbone = await openBackbone(request.backbone, {
      ...(told ? { preprocessing: told } : { guess: { backend, pictures: data } }),
      ...(size && { size }),
      signal,
    });
    showBackbone(backbone, screen);
    const collection = await openLabelled(request, screen, signal);
    showCollection(collection, screen);
    screen.fact('Device', backend.capabilities.device);
    const display = strategyDisplay(screen);
    const result = await transfer({
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
    const { evaluation, trust, pictures, broken, notes, save, strategy, at, reasons, probes, training } = result;
    showStrategy(request.strategy, result, screen);
    if (broken.length > 0) showBroken(broken, screen);
    showNotes(notes, screen);
    const bytes = save();
    await writeWhole(out, bytes);
    const seconds = (performance.now() - began) / 1000;
    showEvaluation(evaluation, screen);
    const strangers =
      request.strangers &&
      !signal.aborted &&
      (await meetStrangers(request.strangers, openClassifier(bytes, out), { backend, signal, screen }));
    screen.fact('Saved', `${printable(out)}${screen.colours.dim(`, ${byteSize(bytes.length)}, ${duration(seconds)}`)}`);
    const { preprocessing } = backbone;
    const quantized =
      request.quantize &&
      !signal.aborted &&
      (await saveQuantized(result, { out, backend, preprocessing, size: bytes.length, signal, screen }));
    const device = request.device === 'reference' ? 'reference' : backend.capabilities.device;
    const usage = await writeUsage(out, {
      ...{ labels: result.classNames, preprocessing },
      ...(trust?.unsure && { unsure: trust.unsure }),
    });
    if (report !== false) {
      const { reportOfTransfer } = await import('@graftml/vision/report');
      const page = await reportOfTransfer(result, {
        ...{ file: basename(out), bytes, preprocessing, from: data },
        about: { backbone: backbone.name, strategy, head: request.head },
        ...(strangers && { strangers }),
        ...(quantized && { quantized }),
        repeat: { command: thisCommand(), seed, device, versions: versions() },
      });
      const shown = { judged: result.judged, ...(request.strangers && { strangers: request.strangers }) };
      await saveReport(report, page, shown, { classifier: openClassifier(bytes, out), backend, signal, screen });
    }
    screen.fact('Use', `${printable(join(usage, 'predict.py'))}, .mjs, .html${screen.colours.dim(', without Graft')}`);
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
        ...(trust && { trust }),
        ...(strangers && { strangers }),
        out,
        ...(quantized && { quantized }),
        ...(report !== false && { report }),
        seconds: Math.round(seconds * 100) / 100,
        device,
      },
      judgedBy: placesOf(evaluation.of, request, collection),
    };
  } finally {
    await backend.dispose();
  }
}

/** What to name to `graft evaluate` for the same figures; undefined where the seed divided the pictures. */
export function placesOf(
  of: Evaluation['of'],
  request: CollectionRequest,
  { pictures }: Collection,
): readonly string[] | undefined {
  const { data, test, validation } = request;
  if (of === 'test') return test ?? data;
  if (typeof validation === 'string') return [validation];
  return pictures.some(({ split }) => split === 'validation') ? data : undefined;
}

export function showBackbone({ name, model, preprocessing, toldBy, guess }: OpenedBackbone, screen: Screen): void {
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
  if (classNames.length > 0 && !balance.startsWith('even')) notes.push(balance);
  if (copies && copies.acrossSplits.length > 0)
    notes.push(
      `${counted(copies.acrossSplits.length, 'picture')} to learn from can be found again in those to judge by`,
    );
  showNotes(notes, screen);
}

function showNotes(notes: readonly string[], screen: Screen): void {
  for (const note of notes.slice(0, mostNotes)) screen.fact('Note', printable(note));
}

function showEvaluation(
  { of, n, accuracy, interval, loss, calibration, unsure, ...rest }: Evaluation,
  screen: Screen,
): void {
  const { bold } = screen.colours;
  const whom = of === 'test' ? 'pictures it has never seen' : 'validation pictures';
  screen.fact(
    of === 'test' ? 'Test' : 'Judged',
    `${bold(percent(accuracy))} of ${count(n)} ${whom}, loss ${figure(loss)}`,
  );
  screen.fact('', `${inWords(accuracy, interval)} (95 % confidence)`);
  const few = tooFew({ n, interval, perClass: rest.perClass });
  if (few) screen.fact('', screen.colours.yellow(few));
  const { before, after, temperature } = calibration;
  const without =
    temperature === 1 ? '' : `, ${percent(before.error)} without a temperature of ${temperature.toFixed(2)}`;
  screen.fact('Sure', `its probabilities are ${percent(after.error)} off on average${without}`);
  if (unsure?.accuracy !== undefined)
    screen.fact(
      'Unsure',
      `below ${unsure.threshold.toFixed(2)}: answers ${percent(unsure.coverage, 0)}, right on ${percent(unsure.accuracy, 0)} of those`,
    );
}
