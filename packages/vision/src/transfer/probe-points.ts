/** Where a backbone might be cut, and what its features are worth there: one pass over the pictures, then linear classifiers. */
import { builder, type CutPoint, cut, type Model, type Tensor, tensor } from '@graftml/core';
import { type FeatureSet, featureSet } from '../features/feature-set.ts';
import type { FeatureSets } from '../features/feature-sets.ts';
import type { Backbone } from '../models/backbone.ts';
import { type BestProbe, bestProbe } from './regularization.ts';

/** A place to cut, and the features of a picture there, each a mean over height and width. */
export interface ProbePoint {
  /** As `cut` takes it; undefined for the output. */
  readonly at: string | undefined;
  /** How many features there are. */
  readonly width: number;
}

/** What a linear classifier makes of the features at a point, cross-validated on training pictures. */
export interface Probe extends ProbePoint, Pick<BestProbe, 'accuracy' | 'loss' | 'standardError' | 'n' | 'c'> {}

/** Points before the usual one, at most: more tell little, and each costs a linear classifier. */
const mostEarlier = 6;

/**
 * Ends of stages: of the blocks or poolings that give the same shape the last one, and where a network has none, of its tensors; from
 * the first to where a new head usually goes.
 */
export function probePoints(backbone: Pick<Backbone, 'cutPoints' | 'at' | 'features'>): ProbePoint[] {
  const { cutPoints, at, features } = backbone;
  const end = at === undefined ? cutPoints.length : cutPoints.findIndex(({ name }) => name === at);
  const last = at === undefined ? undefined : cutPoints[end];
  const learned = (point: CutPoint | undefined) =>
    point?.before.parameters ?? features.parameters.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);
  const inside = cutPoints
    .slice(0, end)
    .filter((point) => point.shape.length === 4 && point.before.parameters > 0 && learned(point) < learned(last));
  const natural = inside.some((point) => point.natural);
  const stages = new Map<string, CutPoint>();
  for (const point of inside) {
    if (natural && !point.natural) continue;
    const shape = `${point.shape}`;
    stages.delete(shape);
    stages.set(shape, point);
  }
  // A pooling learns nothing: its mean is near that of what it pools.
  const distinct = [...stages.values()].filter((point, i, all) => learned(all[i - 1]) !== learned(point));
  const widthOf = (model: Model) => model.graph('infer').outputs.output!.shape[1] as number;
  return [
    ...distinct.slice(-mostEarlier).map(({ name, shape }) => ({ at: name, width: shape[1] as number })),
    { at, width: widthOf(features) },
  ];
}

/** From `[N, channels, height, width]` to the features at all points, one after another: `[N, sum of widths]`. */
export function probedModel(features: Model, points: readonly ProbePoint[]): Model {
  const graph = features.graph('infer');
  const still: Model = { ...features, graph: () => graph };
  const g = builder('probes');
  const lists = points.map((point, i) => {
    const isOutput = i === points.length - 1;
    const value = isOutput ? graph.outputs.output! : cut(still, point.at!).graph('infer').outputs.output!;
    return g.flatten(value.shape.length === 4 ? g.globalAveragePool(value) : value, { axis: 1 });
  });
  const output = lists.length === 1 ? lists[0]! : g.concat(lists, { axis: 1 });
  return { ...still, graph: () => ({ inputs: graph.inputs, outputs: { output } }) };
}

/** The features at one of the points, out of those at all. */
export function pointSets(sets: FeatureSets, points: readonly ProbePoint[], chosen: ProbePoint): FeatureSets {
  const from = points.slice(0, points.indexOf(chosen)).reduce((sum, { width }) => sum + width, 0);
  const of = (set: FeatureSet): FeatureSet =>
    featureSet({
      features: columns(set.features, from, chosen.width),
      targets: set.labels ?? set.rows!,
      weights: set.weights,
      classNames: set.classNames,
    });
  const { train, validation, test, classNames } = sets;
  return {
    train: of(train),
    ...(validation && { validation: of(validation) }),
    ...(test && { test: of(test) }),
    classNames,
  };
}

function columns({ data, shape }: Tensor, from: number, width: number): Tensor<'float32'> {
  const [size = 0, all = 0] = shape;
  const out = new Float32Array(size * width);
  for (let i = 0; i < size; i++)
    out.set((data as Float32Array).subarray(i * all + from, i * all + from + width), i * width);
  return tensor('float32', [size, width], out);
}

/** Options of `probeAll`. */
export interface ProbeAllOptions {
  readonly seed: number;
  /** Of the training pictures. */
  readonly groups: readonly (string | undefined)[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A probe at each point, on the calling thread, which is let go in between. Each is regularised as suits it (`bestProbe`). */
export async function probeAll(
  sets: FeatureSets,
  points: readonly ProbePoint[],
  { seed, groups, signal, onProgress }: ProbeAllOptions,
): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const point of points) {
    onProgress?.(probes.length, points.length);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const { accuracy, loss, standardError, n, c } = bestProbe(pointSets(sets, points, point).train, { seed, groups });
    probes.push({ ...point, accuracy, loss, standardError, n, c });
  }
  return probes;
}
