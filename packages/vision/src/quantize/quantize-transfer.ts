/** The result of a transfer in whole numbers: calibrated on what it learnt from, judged by what it was judged by. */
import type { Backend } from '@graftml/core';
import { openClassifier, saveClassifier } from '../classifier.ts';
import type { Picture } from '../collection/collection.ts';
import { type Decode, inFlight } from '../collection/examine.ts';
import { mapConcurrent } from '../concurrent.ts';
import { type PictureToRun, runPictures } from '../picture-run.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import type { Evaluation } from '../transfer/evaluation.ts';
import { judgeClassifier } from '../transfer/judge-classifier.ts';
import type { Transfer } from '../transfer/transfer.ts';
import { quantize } from './quantize.ts';

/** Options of `quantizeTransfer`. */
export interface QuantizeTransferOptions {
  readonly backend: Backend;
  readonly preprocessing: Preprocessing;
  readonly decode: Decode;
  /** Training pictures to calibrate with, evenly chosen; 128 unless given. */
  readonly calibration?: number;
  readonly signal?: AbortSignal;
}

/** What `quantizeTransfer` gives. */
export interface QuantizedTransfer {
  /** A file as `saveClassifier` writes it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the same pictures as the transfer's. */
  readonly evaluation: Evaluation;
  /** Pictures a second, one after another, of the network in floating point and in whole numbers, here. */
  readonly speed: { readonly before: number; readonly after: number };
}

/** @throws as `quantize` */
export async function quantizeTransfer(
  result: Transfer,
  { backend, preprocessing, decode, calibration = 128, signal }: QuantizeTransferOptions,
): Promise<QuantizedTransfer> {
  const { classNames: labels, collection, judged, trust, model, evaluation: before } = result;
  const broken = new Set(result.broken.map(({ name }) => name));
  const usable = collection.pictures.filter(({ split, name }) => split === 'train' && !broken.has(name));
  const every = Math.max(1, usable.length / calibration);
  const chosen = Array.from({ length: Math.min(usable.length, calibration) }, (_, i) => usable[Math.floor(i * every)]!);
  const fitted = async (picture: Picture): Promise<PictureToRun> => {
    const content = await picture.read();
    const pixels = content instanceof Uint8Array ? await decode(content, preprocessing.background) : content;
    return { name: picture.name, pixels: fitPicture(pixels, preprocessing).data };
  };
  const common = { backend, ...(signal && { signal }) };
  const pictures = mapConcurrent(chosen, inFlight, fitted);
  const whole = await quantize(model, { ...common, preprocessing, pictures });
  const stored = openClassifier(result.save());
  const save = (training: object) =>
    saveClassifier(whole, {
      ...{ labels, preprocessing, training: { ...stored.training, ...training } },
      ...(trust && { temperature: trust.temperature }),
      ...(trust?.unsure && { unsure: trust.unsure }),
    });

  const classifier = openClassifier(save({}));
  const shape = [preprocessing.height, preprocessing.width, preprocessing.channels];
  const data = {
    size: judged.length,
    async get(index: number) {
      const { pixels } = await fitted(judged[index]!);
      const label = labels.indexOf(judged[index]!.labels[0]!);
      return {
        x: { dtype: 'uint8', shape, data: pixels },
        y: { dtype: 'int32', shape: [], data: Int32Array.of(label) },
      } as const;
    },
  };
  const evaluation = await judgeClassifier(classifier, { ...common, data, of: before.of });
  const one = await fitted(judged[0]!);
  const speed = {
    before: await speedOf(stored.model, one, backend, preprocessing),
    after: await speedOf(classifier.model, one, backend, preprocessing),
  };
  const { of, n, accuracy, loss } = evaluation;
  const was = { accuracy: before.accuracy, loss: before.loss };
  const quantized = { to: 'int8', calibrated: chosen.length, float: was, evaluation: { of, n, accuracy, loss } };
  return { bytes: save({ quantized }), evaluation, speed };
}

/** Runs to get warm, and to measure. */
const runs = [4, 24] as const;

/** By the median run. */
async function speedOf(
  model: Transfer['model'],
  picture: PictureToRun,
  backend: Backend,
  preprocessing: Preprocessing,
): Promise<number> {
  const [warm, measured] = runs;
  const pictures = Array.from({ length: warm + measured }, () => picture);
  const times: number[] = [];
  let last = performance.now();
  for await (const _ of runPictures(model, preprocessing, { backend, pictures, batchSize: 1 })) {
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  const sorted = times.slice(warm).sort((a, b) => a - b);
  return 1000 / sorted[Math.floor(sorted.length / 2)]!;
}
