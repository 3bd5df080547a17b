/** One picture after the other through a backbone, to a list of features. */
import {
  type Backend,
  fixWeights,
  graft,
  inputName,
  type Layer,
  predictionProgram,
  topologicalOrder,
  weightsOf,
} from '@graftml/core';
import { pictureModel } from '../classifier-model.ts';
import { digest256, sha256 } from '../digest.ts';
import { featureShape } from '../features/extract-features.ts';
import type { Backbone } from '../models/backbone.ts';
import { poolingFor } from '../transfer/train-head.ts';

/** A backbone that is ready to run. */
export interface FeaturesOf {
  /** How many numbers it makes of a picture. */
  readonly width: number;
  /** What comes between the backbone and a list of features, without weights; nothing where it gives one. */
  readonly pooling: readonly Layer[];
  /** @param pixels uint8 `[height, width, channels]` at the size of the backbone */
  run(pixels: Uint8Array): Promise<Float32Array<ArrayBuffer>>;
  dispose(): Promise<void>;
}

/** @throws UsageError for a backbone that gives no features of each picture */
export async function featuresOf(backend: Backend, { features, preprocessing }: Backbone): Promise<FeaturesOf> {
  const pooling = poolingFor(featureShape(features));
  const listed = pooling.length === 0 ? features : graft(features, pooling);
  const network = fixWeights(pictureModel(listed, preprocessing));
  const [width] = featureShape(network);
  const program = predictionProgram(network, 1);
  const input = inputName(program.graph.inputs[0]!)!;
  const shape = [1, preprocessing.height, preprocessing.width, preprocessing.channels];
  const state = await backend.createState({});
  const executable = await backend.compile(program);
  return {
    width: width!,
    pooling,
    async run(pixels) {
      const { output } = await executable.run({ [input]: { dtype: 'uint8', shape, data: pixels } }, state);
      return Float32Array.from(output!.data as Float32Array);
    },
    dispose: () => executable.dispose(),
  };
}

/**
 * SHA-256 of all that features depend on but the picture: preprocessing, ops and weights. Unlike that of a file it does not change
 * with names and versions.
 */
export async function backboneDigest({ features, preprocessing }: Backbone): Promise<string> {
  const ops = topologicalOrder(Object.values(features.graph('infer').outputs)).map((node) => node.op);
  const shapes = features.parameters.map(({ shape }) => shape);
  const parts = [new TextEncoder().encode(JSON.stringify([preprocessing, ops, shapes]))];
  for (const { data } of Object.values(weightsOf(features)))
    parts.push(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength));
  const digests = await Promise.all(parts.map(digest256));
  const all = new Uint8Array(digests.length * 32);
  digests.forEach((digest, i) => {
    all.set(digest, i * 32);
  });
  return sha256(all);
}
