/** A classifier as it is explained: on pictures, to its scores, with the tensor that is looked at. */
import {
  type CutPoint,
  cutPoints,
  fixWeights,
  type Graph,
  type Model,
  nodeOf,
  tensorNamed,
  UsageError,
  type Value,
} from '@graftml/core';
import { logitsOf, pictureModel } from '../classifier-model.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { isSpatial, type PooledHead, pooledHeadOf } from './pooled-head.ts';

/** A classifier: one that `openClassifier` read, or a backbone with its own head. */
export interface Explainable {
  /** From uint8 pictures, or from what the preprocessing makes, to scores or probabilities `[N, classes]`. */
  readonly model: Model;
  readonly preprocessing: Preprocessing;
  /** What each output stands for; its number unless given. */
  readonly labels?: readonly string[];
}

/** How a map is made: see `explain`. */
export type Method = 'cam' | 'grad-cam';

/** How scores become probabilities: as shares of one another, or each by itself. */
export type Activation = 'softmax' | 'sigmoid';

/** What is to be looked at. */
export interface LookOptions {
  /** A tensor with height and width, by a name as `cut` takes it; the last one before the head unless given. */
  readonly at?: string;
  /** `'cam'` where the head allows it and no other tensor is asked for, else `'grad-cam'`, unless given. */
  readonly method?: Method;
}

/** What `explain` runs. */
export interface ExplainedModel {
  /** From `pictures` to scores: neither softmax nor sigmoid at its end. Its weights are constants: see `fixWeights`. */
  readonly model: Model;
  readonly labels: readonly string[];
  /** How scores become probabilities. */
  readonly activation: Activation;
  readonly method: Method;
  /** The name of what is looked at. */
  readonly at: string;
  /** In one of the model's graphs: what is looked at, and the head where the method is `'cam'`. */
  find(graph: Graph): { readonly features: Value; readonly head?: PooledHead };
}

/** @throws UsageError for a model without scores of classes, or without anything that has height and width */
export function explainedModel(classifier: Explainable, { at: asked, method: wanted }: LookOptions): ExplainedModel {
  const takesBytes = classifier.model.inputs[0]?.dtype === 'uint8';
  const whole = takesBytes ? classifier.model : pictureModel(classifier.model, classifier.preprocessing);
  const { model, activation } = scoresOf(whole);
  const graph = model.graph('infer');
  const scores = graph.outputs.output!;
  const classes = scores.shape[1];
  if (scores.shape.length !== 2 || typeof classes !== 'number')
    throw new UsageError('gives no scores of classes', {
      where: model.name,
      expected: 'an output [N, classes]',
      received: `[${scores.shape.join(', ')}]`,
    });
  const labels = classifier.labels ?? Array.from({ length: classes }, (_, i) => `${i}`);
  if (labels.length !== classes)
    throw new UsageError('the labels do not fit the outputs', {
      where: model.name,
      expected: `${classes}`,
      received: `${labels.length}`,
    });
  const head = pooledHeadOf(model.inputs, scores);
  // A picture that no layer has seen yet tells nothing of the network.
  const points = cutPoints(model).filter((point) => isSpatial(point) && point.before.parameters > 0);
  const named = (value: Value | undefined) =>
    points.find(({ name }) => tensorNamed(model, graph, name) === value)?.name;
  const ofHead = named(head?.features);
  const isHeads = head !== undefined && (asked === undefined || tensorNamed(model, graph, asked) === head.features);
  if (wanted === 'cam' && !isHeads)
    throw new UsageError('class activation maps cannot be read of it', {
      where: asked ?? model.name,
      expected: 'the mean over height and width of a tensor, then one linear layer',
      hint: "method: 'grad-cam' works with any head",
    });
  const method = wanted ?? (isHeads ? 'cam' : 'grad-cam');
  const at = asked ?? (head ? (ofHead ?? 'features') : usualPlace(model, graph, points));
  const fixed = fixWeights(model);
  const find: ExplainedModel['find'] = (own) => {
    const found = head && pooledHeadOf(model.inputs, own.outputs.output!);
    if (method === 'cam') return { features: found!.features, head: found! };
    if (asked === undefined && found) return { features: found.features };
    return { features: tensorNamed(fixed, own, at) };
  };
  const { features } = find(fixed.graph('infer'));
  if (!isSpatial(features))
    throw new UsageError('has no height and width', {
      where: at,
      expected: '[N, channels, height, width]',
      received: `[${features.shape.join(', ')}]`,
      ...(points.length > 0 && {
        hint: `these have: ${points
          .slice(-6)
          .map(({ name }) => name)
          .join(', ')}`,
      }),
    });
  return { model: fixed, labels, activation, method, at, find };
}

/** The last tensor with height and width; where a pooling made that, what went into it, which tells places better. */
function usualPlace(model: Model, graph: Graph, points: readonly CutPoint[]): string {
  const poolings = ['maxPool', 'averagePool'];
  const isPooled = ({ name }: CutPoint) => poolings.includes(nodeOf(tensorNamed(model, graph, name))?.op ?? '');
  const place = points.findLast((point) => !isPooled(point)) ?? points.at(-1);
  if (place) return place.name;
  throw new UsageError('has nothing with height and width that everything goes through', {
    where: model.name,
    hint: "name a tensor that has: at: '…'",
  });
}

/** A model without the softmax or sigmoid at its end, and which it was; one that has neither is taken to give what a softmax wants. */
export function scoresOf(model: Model): { readonly model: Model; readonly activation: Activation } {
  if (nodeOf(model.graph('infer').outputs.output!)?.op !== 'sigmoid')
    return { model: logitsOf(model), activation: 'softmax' };
  return {
    activation: 'sigmoid',
    model: {
      ...model,
      graph(mode) {
        const { inputs, outputs } = model.graph(mode);
        return { inputs, outputs: { ...outputs, output: nodeOf(outputs.output!)!.inputs[0]! } };
      },
    },
  };
}
