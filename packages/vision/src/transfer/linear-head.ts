/** A softmax regression on standardised features as a plain head: the standardisation goes into the weights of one `dense`. */
import { type Backend, dense, type Layer, type Model, predict, sequential, tensor, withWeights } from '@graftml/core';
import { type FeatureSet, featureSet } from '../features/feature-set.ts';
import { rowsOf, type Standardization, standardization, standardized } from './linear-probe.ts';
import { fitLogistic, type Logistic } from './logistic.ts';

/** The features that a linear classifier sees: lists of numbers, as `pooling` makes them on the backend. */
export async function pooledSet(
  set: FeatureSet,
  { backend, pooling }: { readonly backend: Backend; readonly pooling: readonly Layer[] },
): Promise<FeatureSet> {
  if (pooling.length === 0) return set;
  const model = sequential({ input: set.features.shape.slice(1), name: 'pooling' }, pooling);
  const features = await predict(model, { backend, data: set.features });
  const { labels, rows, weights, classNames } = set;
  return featureSet({ features, targets: labels ?? rows!, weights, classNames });
}

/** Options of `fitLinearHead`. */
export interface LinearHeadOptions {
  /** What made lists of numbers of the features. */
  readonly pooling: readonly Layer[];
  /** Of the features of one picture before that. */
  readonly shape: readonly number[];
  /** See `LogisticOptions`. */
  readonly c: number;
}

/** `pooling` and a `dense` to logits `[N, classes]`, with weights, of pooled features. It computes on the calling thread, as `fitLogistic` does. */
export async function fitLinearHead(train: FeatureSet, { pooling, shape, c }: LinearHeadOptions): Promise<Model> {
  const classes = train.classNames.length;
  const x = rowsOf(train.features);
  const width = x.length / train.size;
  const scale = standardization(x, width);
  const fitted = fitLogistic(standardized(x, scale), train.labels!, { classes, c, weights: train.weights });
  const { kernel, bias } = unstandardized(fitted, scale);
  const head = sequential({ input: shape, name: 'head' }, [...pooling, dense(classes)]);
  const [ofKernel, ofBias] = head.parameters;
  return withWeights(head, {
    [ofKernel!.name]: tensor('float32', ofKernel!.shape, kernel),
    [ofBias!.name]: tensor('float32', ofBias!.shape, bias),
  });
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
