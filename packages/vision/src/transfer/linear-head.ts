/** A softmax regression on standardised features as a plain head: the standardisation goes into the weights of one `dense`. */
import {
  type Backend,
  dense,
  type Layer,
  type Model,
  predict,
  sequential,
  type Tensor,
  tensor,
  withWeights,
} from '@graftml/core';
import type { FeatureSet } from '../features/feature-set.ts';
import { rowsOf, type Standardization, standardization, standardized } from './linear-probe.ts';
import { fitLogistic, type Logistic } from './logistic.ts';

/** Options of `fitLinearHead`. */
export interface LinearHeadOptions {
  readonly backend: Backend;
  /** From the features of an example to a list of numbers, without weights; none where they are one. */
  readonly pooling: readonly Layer[];
  /** See `LogisticOptions`. */
  readonly c: number;
}

/** `pooling` and a `dense` to logits `[N, classes]`, with weights. It computes on the calling thread, as `fitLogistic` does. */
export async function fitLinearHead(
  train: FeatureSet & { readonly labels: Int32Array },
  { backend, pooling, c }: LinearHeadOptions,
): Promise<Model> {
  const classes = train.classNames.length;
  const shape = train.features.shape.slice(1);
  const x = await pooledRows(train.features, { backend, pooling });
  const width = x.length / train.size;
  const scale = standardization(x, width);
  const { kernel, bias } = unstandardized(fitLogistic(standardized(x, scale), train.labels, { classes, c }), scale);
  const head = sequential({ input: shape, name: 'head' }, [...pooling, dense(classes)]);
  const [ofKernel, ofBias] = head.parameters;
  return withWeights(head, {
    [ofKernel!.name]: tensor('float32', ofKernel!.shape, kernel),
    [ofBias!.name]: tensor('float32', ofBias!.shape, bias),
  });
}

/** Features behind their pooling, `[n, width]` row by row. */
export async function pooledRows(
  features: Tensor,
  { backend, pooling }: Pick<LinearHeadOptions, 'backend' | 'pooling'>,
): Promise<ArrayLike<number>> {
  if (pooling.length === 0) return rowsOf(features);
  const input = features.shape.slice(1);
  return rowsOf(await predict(sequential({ input, name: 'pooling' }, pooling), { backend, data: features }));
}

/** A linear layer on features as they are: its kernel `[width, classes]` and bias `[classes]`. */
export interface LinearWeights {
  readonly kernel: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
}

/** What a regression on standardised features says, of features as they are: W (x - mean) / deviation + b = (W / deviation) x + (b - W mean / deviation). */
export function unstandardized(
  { weights, biases }: Pick<Logistic, 'weights' | 'biases'>,
  { means, deviations }: Standardization,
): LinearWeights {
  const width = means.length;
  const classes = biases.length;
  const kernel = new Float32Array(width * classes);
  const bias = Float64Array.from(biases);
  for (let k = 0; k < classes; k++)
    for (let j = 0; j < width; j++) {
      const weight = weights[k * width + j]! / deviations[j]!;
      kernel[j * classes + k] = weight;
      bias[k]! -= weight * means[j]!;
    }
  return { kernel, bias: Float32Array.from(bias) };
}
