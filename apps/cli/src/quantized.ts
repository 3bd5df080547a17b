/** The second file of `graft train --quantize int8`. */
import { basename, extname } from 'node:path';
import type { Backend } from '@graftml/core';
import { inWords, type Preprocessing, type Transfer } from '@graftml/vision';
import { quantizeTransfer, writeWhole } from '@graftml/vision/node';
import type { Quantized } from '@graftml/vision/report';
import { byteSize, count, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';

export interface QuantizedRequest {
  /** The file in floating point. */
  readonly out: string;
  readonly size: number;
  readonly backend: Backend;
  readonly preprocessing: Preprocessing;
  readonly signal: AbortSignal;
  readonly screen: Screen;
}

/** `flowers.onnx` to `flowers.int8.onnx`. */
export const quantizedPath = (out: string): string => {
  const extension = extname(out);
  return `${out.slice(0, out.length - extension.length)}.int8${extension || '.onnx'}`;
};

/** Writes it beside the other, and says what it cost and what it won. */
export async function saveQuantized(result: Transfer, request: QuantizedRequest): Promise<Quantized> {
  const { out, size, backend, preprocessing, signal, screen } = request;
  screen.live(() => 'Whole numbers: calibrating, judging, measuring', true);
  const { bytes, evaluation, speed } = await quantizeTransfer(result, { backend, preprocessing, signal });
  screen.clear();
  const path = quantizedPath(out);
  await writeWhole(path, bytes);
  const { accuracy, interval, loss } = evaluation;
  const { dim } = screen.colours;
  screen.fact(
    'Int8',
    `${printable(path)}${dim(`, ${byteSize(bytes.length)} instead of ${byteSize(size)}, ${count(speed.after)} pictures/s one by one instead of ${count(speed.before)}`)}`,
  );
  screen.fact(
    '',
    `${percent(accuracy)} instead of ${percent(result.evaluation.accuracy)}: ${inWords(accuracy, interval)}`,
  );
  return { file: basename(path), size: bytes.length, accuracy, interval, loss, speed };
}
