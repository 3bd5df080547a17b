/**
 * What the student is to learn, as one target for each picture: the teacher's features, each brought to mean 0 and deviation
 * 1, then its class probabilities at a temperature (Hinton et al. 2015; Romero et al. 2015, with a linear map from
 * the student's features to the teacher's).
 */
import { categoricalCrossentropy, meanSquaredError, metrics } from '@graftml/core';

/** The target's two parts, and the prediction's. */
const parts = (g, { prediction, target }, features) => {
  const all = prediction.shape[1];
  const part = (x, start, end) => g.slice(x, [start], [end], [1]);
  return {
    features: { prediction: part(prediction, 0, features), target: part(target, 0, features) },
    classes: { prediction: part(prediction, features, all), target: part(target, features, all) },
  };
};

/** `featureWeight` times the part of the features' variance that is not explained, plus the cross-entropy. */
export function distillation({ features, temperature, featureWeight }) {
  const ofFeatures = meanSquaredError();
  const ofClasses = categoricalCrossentropy({ fromLogits: true, temperature });
  const loss = {
    name: 'distillation',
    target: ({ dtype, shape }) => ({ dtype, shape }),
    build(g, at) {
      const both = parts(g, at, features);
      return g.add(g.mul(ofFeatures.build(g, both.features), featureWeight), ofClasses.build(g, both.classes));
    },
  };
  const unexplained = metrics.meanLoss(
    { ...loss, build: (g, at) => ofFeatures.build(g, parts(g, at, features).features) },
    'unexplained',
  );
  const crossEntropy = metrics.meanLoss(
    { ...loss, build: (g, at) => ofClasses.build(g, parts(g, at, features).classes) },
    'crossEntropy',
  );
  return { loss, metrics: { unexplained, crossEntropy } };
}

/** Mean and deviation of each of the first `features` columns of `rows`, `[size, width]`. */
export function momentsOf(rows, width, features) {
  const count = rows.length / width;
  const mean = new Float64Array(features);
  const square = new Float64Array(features);
  for (let at = 0; at < rows.length; at += width)
    for (let i = 0; i < features; i++) {
      mean[i] += rows[at + i] / count;
      square[i] += rows[at + i] ** 2 / count;
    }
  const deviation = mean.map((m, i) => Math.sqrt(Math.max(square[i] - m * m, 0)));
  // A feature that hardly ever fires would be all noise: none is made larger than ten times what is usual.
  const least = [...deviation].sort((a, b) => a - b)[features >> 1] / 10;
  return { mean: [...mean], deviation: [...deviation].map((d) => Math.max(d, least)) };
}

/** Turns the teacher's outputs `[size, width]` into targets, in place. */
export function toTargets(rows, width, { mean, deviation }, temperature) {
  const features = mean.length;
  for (let at = 0; at < rows.length; at += width) {
    for (let i = 0; i < features; i++) rows[at + i] = (rows[at + i] - mean[i]) / deviation[i];
    const logits = rows.subarray(at + features, at + width);
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
    let sum = 0;
    for (let i = 0; i < logits.length; i++) {
      logits[i] = Math.exp((logits[i] - most) / temperature);
      sum += logits[i];
    }
    for (let i = 0; i < logits.length; i++) logits[i] /= sum;
  }
  return rows;
}
