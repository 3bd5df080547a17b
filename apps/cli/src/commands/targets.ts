/** `graft train --backbone --head logistics` and `--head regression`: pictures of several labels each, or of a number. */
import { basename, join } from 'node:path';
import type { LabelsTransfer, UsualPreprocessing, ValuesTransfer } from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  folderStorage,
  openBackbone,
  transferLabels,
  transferValues,
  writeUsage,
  writeWhole,
} from '@graftml/vision/node';
import type { LabelsReportOptions } from '@graftml/vision/report';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { type CollectionRequest, openLabelled } from '../labelled-collection.ts';
import type { TargetHead } from '../option-sets.ts';
import { byteSize, count, duration, listed } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { type PictureSize, showBroken } from '../pictures.ts';
import { reportPath, saveTargetReport, thisCommand, versions } from '../report.ts';
import { strategyDisplay } from '../strategy.ts';
import { showLabels, showValues } from '../targets-shown.ts';
import { placesOf, showBackbone } from '../transfer.ts';

export interface TargetsRequest extends CollectionRequest, DeviceOptions {
  readonly backbone: string;
  readonly preprocessing?: UsualPreprocessing;
  /** What pictures are brought to; what the backbone was made for, unless given. */
  readonly size?: PictureSize;
  readonly head: TargetHead;
  readonly seed: number;
  readonly out: string;
  /** Where the report goes, or none; beside the model unless given. */
  readonly report?: string | false;
}

export async function targets(request: TargetsRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features so far are kept', true);
  try {
    const { result, judgedBy } = await train(request, screen, interrupt.signal);
    const status = interrupt.exitStatus() ?? 0;
    if (json) {
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return status;
    }
    if (judgedBy) screen.line(`\nThe same figures again:\n  ${command('evaluate', request.out, ...judgedBy)}`);
    screen.line(`\nNext, on pictures of your own:\n  ${command('predict', request.out, 'PICTURES')}`);
    return status;
  } finally {
    interrupt.release();
  }
}

async function train(request: TargetsRequest, screen: Screen, signal: AbortSignal) {
  const { data, head, seed, out, validation, preprocessing, size, report = reportPath(out) } = request;
  await checkWritable(out);
  if (report !== false) await checkWritable(report);
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
    const usage = await writeUsage(out, { preprocessing: backbone.preprocessing, ...usedBy(result) });
    if (report !== false) {
      const about = {
        ...{ file: basename(out), bytes, preprocessing: backbone.preprocessing, from: data },
        about: { backbone: backbone.name, strategy: 'head', head },
        repeat: { command: thisCommand(), seed, device, versions: versions() },
      };
      await saveTargetReport(report, await reportOf(result, about), result.judged, screen);
    }
    screen.fact('Use', `${printable(join(usage, 'predict.py'))}, .mjs, .html${screen.colours.dim(', without Graft')}`);
    return {
      result: {
        ...{ backbone: backbone.name, head, pictures, evaluation, out },
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

/** What a program has to know of it. */
const usedBy = (result: LabelsTransfer | ValuesTransfer) =>
  'thresholds' in result
    ? { labels: result.classNames, several: { thresholds: result.thresholds } }
    : { range: result.range };

async function reportOf(result: LabelsTransfer | ValuesTransfer, about: Omit<LabelsReportOptions, 'labels'>) {
  const { reportOfLabels, reportOfValues } = await import('@graftml/vision/report');
  return 'thresholds' in result
    ? reportOfLabels(result, { ...about, labels: result.classNames })
    : reportOfValues(result, { ...about, range: result.range });
}
