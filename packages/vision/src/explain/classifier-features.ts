/** What a classifier makes of a picture before its last layer: the list of numbers by which it finds pictures alike. */
import { builder, type Model, UsageError, type Value } from '@graftml/core';
import { tensorModel } from '../classifier-model.ts';
import { type Explainable, scoresOf } from './explained-model.ts';
import { linearPartOf } from './pooled-head.ts';

/**
 * From what the classifier's preprocessing makes, `[N, channels, height, width]`, to what its last linear layer sees, `[N, features]`: for
 * `extractFeatures`, with the classifier's own preprocessing. The same as the output `features` of a saved file, and as `Explanation.features`.
 * @throws UsageError where no linear layer comes last
 */
export function classifierFeatures({ model, preprocessing }: Explainable): Model {
  const takesBytes = model.inputs[0]?.dtype === 'uint8';
  const scored = scoresOf(takesBytes ? tensorModel(model, preprocessing) : model).model;
  const used: Model = {
    ...scored,
    graph(mode) {
      const { inputs, outputs } = scored.graph(mode);
      const output = featureList(scored.inputs, outputs.output!);
      if (output) return { inputs, outputs: { output } };
      throw new UsageError('has no list of features', {
        where: model.name,
        expected: 'one linear layer at its end',
        hint: 'cut it where it has: cutPoints(model)',
      });
    },
  };
  used.graph('infer');
  return used;
}

/** `[N, features]`; undefined where no linear layer comes last. */
export function featureList(inputs: Model['inputs'], scores: Value): Value | undefined {
  const list = linearPartOf(inputs, scores)?.input;
  return list && (list.shape.length === 2 ? list : builder('features').flatten(list));
}

/**
 * The same with the scores of the classes behind it, `[N, features + classes]`, so that one run gives both.
 * @throws UsageError where no linear layer comes last
 */
export function featuresAndScores(classifier: Explainable): Model {
  const features = classifierFeatures(classifier);
  const { model, preprocessing } = classifier;
  const scored = scoresOf(model.inputs[0]?.dtype === 'uint8' ? tensorModel(model, preprocessing) : model).model;
  return {
    ...features,
    graph(mode) {
      const { inputs, outputs } = scored.graph(mode);
      const scores = outputs.output!;
      const list = featureList(scored.inputs, scores)!;
      return { inputs, outputs: { output: builder('features').concat([list, scores], { axis: 1 }) } };
    },
  };
}
