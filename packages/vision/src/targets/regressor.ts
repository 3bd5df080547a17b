/** A model that tells a number of each picture, in one ONNX file that needs nobody else. */
import { type Backend, FileError, type Model, UsageError } from '@graftml/core';
import { fromOnnx, readMetadata, toOnnx } from '@graftml/onnx';
import { preprocessingKey } from '../classifier.ts';
import { pictureModel } from '../classifier-model.ts';
import { type PictureToRun, runPictures } from '../picture-run.ts';
import { type Preprocessing, parsePreprocessing } from '../preprocessing.ts';

/** What its file says of it beside its graph. */
export interface RegressorDescription {
  readonly preprocessing: Preprocessing;
  /** The least and the largest value it has learnt: what lies far outside is a guess. */
  readonly range: readonly [number, number];
  /** How far off it is on average, on pictures it has not learnt from. */
  readonly mae: number;
  /** The mean of the values that it has learnt: what one would tell without looking. */
  readonly mean?: number;
  /** How it came about: anything that JSON can say. */
  readonly training?: Readonly<Record<string, unknown>>;
}

/** As its file gives it back. */
export interface Regressor extends RegressorDescription {
  /** From `pictures`, uint8 `[N, height, width, channels]`, to values `[N, 1]`; with its weights. */
  readonly model: Model;
}

const keys = { value: 'graft.value', training: 'graft.training' } as const;
const output = 'value';

/**
 * The bytes of an ONNX model from `pictures`, uint8 `[N, height, width, channels]`, to `value`, float32 `[N, 1]`.
 * @throws UsageError if the model does not give one number of each picture
 */
export function saveRegressor(
  model: Model,
  { preprocessing, range, mae, mean, training }: RegressorDescription,
): Uint8Array<ArrayBuffer> {
  const { shape } = model.graph('infer').outputs.output!;
  if (shape.length !== 2 || shape[1] !== 1)
    throw new UsageError('does not give one number of each picture', {
      where: model.name,
      expected: '[N, 1]',
      received: `[${shape.join(', ')}]`,
    });
  return toOnnx(pictureModel(model, preprocessing), {
    metadata: {
      [preprocessingKey]: JSON.stringify(preprocessing),
      [keys.value]: JSON.stringify({ range, mae, mean }),
      ...(training && { [keys.training]: JSON.stringify(training) }),
    },
    after: (_, value) => ({ [output]: value }),
  });
}

/** Whether a file of ours tells a number. */
export const tellsValue = (bytes: Uint8Array, where = 'model'): boolean =>
  keys.value in readMetadata(bytes, { where }).metadata;

/** Reads what `saveRegressor` wrote. @throws FileError if it is something else, or damaged */
export function openRegressor(bytes: Uint8Array, where = 'model'): Regressor {
  const { metadata } = readMetadata(bytes, { where });
  const stored = metadata[preprocessingKey];
  if (stored === undefined || metadata[keys.value] === undefined)
    throw new FileError('is an ONNX model, but none of ours that tells a value', {
      where,
      expected: `${keys.value} and ${preprocessingKey} in its metadata`,
      received: Object.keys(metadata).join(', ') || 'no metadata',
    });
  const preprocessing = parsePreprocessing(stored, `${where}: preprocessing`);
  try {
    const { range, mae, mean } = JSON.parse(metadata[keys.value]!) as Omit<RegressorDescription, 'preprocessing'>;
    const training = metadata[keys.training];
    return {
      model: fromOnnx(bytes, { where, output }),
      preprocessing,
      range,
      mae,
      ...(mean !== undefined && { mean }),
      ...(training !== undefined && { training: JSON.parse(training) as Record<string, unknown> }),
    };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new FileError('has metadata that are no JSON', { where, cause });
  }
}

/** The value of each picture, in their order; the next batch is read while one runs. */
export async function* tellValues(
  { model, preprocessing }: Pick<Regressor, 'model' | 'preprocessing'>,
  options: {
    readonly backend: Backend;
    readonly pictures: AsyncIterable<PictureToRun> | Iterable<PictureToRun>;
    readonly batchSize?: number;
  },
): AsyncGenerator<{ readonly name: string; readonly value: number }> {
  const { backend, pictures, batchSize = 32 } = options;
  for await (const { picture, output: told } of runPictures(model, preprocessing, { backend, pictures, batchSize }))
    yield { name: picture.name, value: Number(told.data[0]) };
}
