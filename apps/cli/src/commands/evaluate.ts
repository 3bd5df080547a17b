/** `graft evaluate` */
import { evaluate as evaluateModel, metrics } from '@graftml/core';
import { asBytes, type ImageDataset, logitsOf } from '@graftml/vision';
import type { ImageSets } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { type Interrupted, listenForInterrupt } from '../interrupt.ts';
import { openModelFile } from '../open-model.ts';
import { drawMoment } from '../output/bar.ts';
import { count, figure, percent } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { clipped, columns, printable } from '../output/text.ts';
import { describePictures, readLabelled, theSet } from '../pictures.ts';
import { lossOfLogits } from '../task.ts';

export interface EvaluateRequest extends DeviceOptions {
  readonly model: string;
  readonly data: readonly string[];
  readonly batchSize?: number;
}

export async function evaluate(request: EvaluateRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  const { signal } = interrupt;
  try {
    const { model, labels, preprocessing } = await openModelFile(request.model);
    const sets = await readLabelled(request.data, { classNames: labels, preprocessing, signal }, screen);
    const data = theSet(sets, 'test');
    screen.fact('Pictures', `${count(data.size)}, ${describePictures(preprocessing)}${whichSet(data, sets)}`);
    const backend = await openBackend(request);
    try {
      screen.fact('Device', backend.capabilities.device);
      const result = await evaluateModel(logitsOf(model), {
        backend,
        data: asBytes(data),
        loss: lossOfLogits(),
        metrics: { accuracy: metrics.accuracy(), confusion: metrics.confusionMatrix() },
        batchSize: request.batchSize ?? Math.min(32, data.size),
        signal,
        onProgress: (batch, batches) =>
          screen.live(() => drawMoment({ what: 'Testing', share: batch / batches, figures: [] }, screen)),
      });
      screen.clear();
      if (!result) throw signal.reason as Interrupted;
      const { loss, accuracy, confusion } = result;
      const scores = metrics.confusionScores(confusion);
      if (json) {
        const classes = labels.map((label, i) => ({ label, ...scores.classes[i] }));
        const { device } = backend.capabilities;
        process.stdout.write(
          `${JSON.stringify({ loss, accuracy, pictures: data.size, classes, confusion, device })}\n`,
        );
        return 0;
      }
      screen.fact('Accuracy', `${screen.colours.bold(percent(accuracy, 2))}, loss ${figure(loss)}\n`);
      showScores(labels, scores.classes, screen);
      showConfusion(labels, confusion, screen);
      screen.line(`\nWhat it says about each picture:\n  ${command('predict', request.model, ...request.data)}`);
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

type Scores = ReturnType<typeof metrics.confusionScores>['classes'];

/** Recall means nothing for a class without pictures, and the mean leaves such classes out. */
function showScores(labels: readonly string[], scores: Scores, screen: Screen): void {
  const present = scores.filter(({ support }) => support > 0);
  const mean = (name: 'precision' | 'recall' | 'f1') =>
    percent(present.reduce((sum, score) => sum + score[name], 0) / present.length);
  const total = count(present.reduce((sum, { support }) => sum + support, 0));
  const [head = '', ...lines] = columns(
    [
      ['class', 'precision', 'recall', 'F1', 'pictures'],
      ...scores.map(({ precision, recall, f1, support }, i) => [
        clipped(printable(labels[i]!), 30),
        ...(support > 0 ? [percent(precision), percent(recall), percent(f1)] : ['–', '–', '–']),
        count(support),
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
