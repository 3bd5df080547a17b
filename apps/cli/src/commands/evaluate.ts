/** `graft evaluate` */
import { basename } from 'node:path';
import type { metrics } from '@graftml/core';
import {
  asBytes,
  type ClassEvaluation,
  describeCollection,
  type Evaluation,
  type ImageDataset,
  inWords,
  judgeClassifier,
  openClassifier,
  tooFew,
} from '@graftml/vision';
import { checkWritable, type ImageSets, openCollection, openOnnx } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { drawMoment } from '../output/bar.ts';
import { count, figure, percent } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { clipped, columns, printable } from '../output/text.ts';
import { describePictures, readLabelled, theSet } from '../pictures.ts';
import { meetStrangers, saveReport, thisCommand, versions } from '../report.ts';
import { targetOf } from '../target-model.ts';

export interface EvaluateRequest extends DeviceOptions {
  readonly model: string;
  readonly data: readonly string[];
  readonly batchSize?: number;
  /** Below which probability it is unsure; what the model says unless given. */
  readonly unsure?: number | 'off';
  /** Where a page goes that tells it. */
  readonly report?: string;
  /** Pictures of none of the classes. */
  readonly strangers?: readonly string[];
}

export async function evaluate(request: EvaluateRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  const { signal } = interrupt;
  try {
    if (request.report !== undefined) await checkWritable(request.report);
    const { bytes } = await openOnnx(request.model);
    const target = targetOf(bytes, request.model);
    if (target) {
      const { evaluateTarget } = await import('./evaluate-targets.ts');
      await evaluateTarget(target, bytes, request, { json, screen, signal });
      return 0;
    }
    const classifier = openClassifier(bytes, request.model);
    const { labels, preprocessing } = classifier;
    const sets = await readLabelled(request.data, { classNames: labels, preprocessing, signal }, screen);
    const data = theSet(sets, 'test');
    screen.fact('Pictures', `${count(data.size)}, ${describePictures(preprocessing)}${whichSet(data, sets)}`);
    const backend = await openBackend(request);
    try {
      screen.fact('Device', backend.capabilities.device);
      const evaluation = await judgeClassifier(classifier, {
        backend,
        data: asBytes(data),
        of: data === sets.validation ? 'validation' : 'test',
        batchSize: request.batchSize ?? Math.min(32, data.size),
        ...(request.unsure !== undefined && { unsure: request.unsure }),
        signal,
        onProgress: (done, total) =>
          screen.live(() => drawMoment({ what: 'Testing', share: done / total, figures: [] }, screen)),
      });
      screen.clear();
      const used = request.unsure === undefined ? classifier.unsure : thresholdOf(request.unsure);
      const { unsure: _, ...others } = classifier;
      const judged = { ...others, ...(used && { unsure: used }) };
      const strangers =
        request.strangers && (await meetStrangers(request.strangers, judged, { backend, signal, screen }));
      const { device } = backend.capabilities;
      if (request.report !== undefined) {
        const { reportOfEvaluation } = await import('@graftml/vision/report');
        const collection = await openCollection(request.data, { classNames: labels, signal });
        const report = await reportOfEvaluation(evaluation, {
          ...{ file: basename(request.model), bytes, classifier: judged, names: data.names, from: request.data },
          data: describeCollection(collection),
          ...(strangers && { strangers }),
          repeat: { command: thisCommand(), device, versions: versions() },
        });
        const shown = { judged: collection.pictures, ...(request.strangers && { strangers: request.strangers }) };
        await saveReport(request.report, report, shown, { classifier, backend, signal, screen });
      }
      if (json) {
        const mistakes = evaluation.mistakes.map(({ index, ...mistake }) => ({
          picture: data.names[index],
          ...mistake,
        }));
        const result = { ...evaluation, mistakes, ...(strangers && { strangers }), device };
        process.stdout.write(`${JSON.stringify(result)}\n`);
        return 0;
      }
      showAccuracy(evaluation, screen);
      showScores(evaluation.perClass, screen);
      showConfusion(labels, evaluation.confusion, screen);
      screen.line(`\nWhat it says about each picture:\n  ${command('predict', request.model, ...request.data)}`);
      if (request.report === undefined)
        screen.line(
          `\nAll of this as a page, with the mistakes to look at:\n  ${command('evaluate', request.model, ...request.data, '--report', 'report.html')}`,
        );
      return 0;
    } finally {
      await backend.dispose();
    }
  } finally {
    interrupt.release();
  }
}

function whichSet(data: ImageDataset, { test, validation, train }: ImageSets): string {
  if (data === train) return '';
  return data === test ? ', those in test/' : data === validation ? ', those in val/' : '';
}

const thresholdOf = (unsure: number | 'off') => (unsure === 'off' ? undefined : { threshold: unsure });

function showAccuracy(evaluation: Evaluation, screen: Screen): void {
  const { accuracy, interval, loss, calibration, unsure } = evaluation;
  screen.fact('Accuracy', `${screen.colours.bold(percent(accuracy, 2))}, loss ${figure(loss)}`);
  screen.fact('', `${inWords(accuracy, interval)} (95 % confidence)`);
  const few = tooFew(evaluation);
  if (few) screen.fact('', screen.colours.yellow(few));
  const { error, byChance } = calibration.after;
  screen.fact(
    'Sure',
    `its probabilities are ${percent(error)} off on average (${percent(byChance)} by chance, if all were true)`,
  );
  if (unsure)
    screen.fact(
      'Unsure',
      `below ${unsure.threshold.toFixed(2)}: answers ${percent(unsure.coverage, 0)}, right on ${unsure.accuracy === undefined ? 'none' : percent(unsure.accuracy, 0)} of those`,
    );
  screen.line('');
}

/** Recall means nothing for a class without pictures, and the mean leaves such classes out. */
function showScores(scores: readonly ClassEvaluation[], screen: Screen): void {
  const present = scores.filter(({ n }) => n > 0);
  const mean = (name: 'precision' | 'recall' | 'f1') =>
    percent(present.reduce((sum, score) => sum + score[name], 0) / present.length);
  const total = count(present.reduce((sum, { n }) => sum + n, 0));
  const [head = '', ...lines] = columns(
    [
      ['class', 'precision', 'recall', 'F1', 'pictures'],
      ...scores.map(({ name, precision, recall, f1, n }) => [
        clipped(printable(name), 30),
        ...(n > 0 ? [percent(precision), percent(recall), percent(f1)] : ['–', '–', '–']),
        count(n),
      ]),
      ['mean', mean('precision'), mean('recall'), mean('f1'), total],
    ],
    'lr',
  );
  screen.line(screen.colours.dim(head));
  for (const line of lines) screen.line(line);
}

/** More columns than these fit on no screen. */
const mostClasses = 20;

function showConfusion(labels: readonly string[], confusion: metrics.ConfusionMatrix, screen: Screen): void {
  if (labels.length > mostClasses) return;
  const { dim, bold } = screen.colours;
  const names = labels.map((label) => clipped(printable(label), labels.length > 10 ? 5 : 9));
  const cells = confusion.map((row, right) =>
    row.map((n, said) => (right === said ? bold(count(n)) : n === 0 ? dim('·') : count(n))),
  );
  screen.line(dim('\nMix-ups: what a picture is (rows) and what it was taken for (columns)'));
  const [head = '', ...lines] = columns([['', ...names], ...cells.map((row, i) => [names[i]!, ...row])], 'lr');
  screen.line(dim(head));
  for (const line of lines) screen.line(line);
}
