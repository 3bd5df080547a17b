/** Which whole number stands for which real one. */

/** From the least to the most that a value was seen to be. */
export type Extent = readonly [least: number, most: number];

/** `(q - zeroPoint) * scale` */
export interface Scale {
  readonly scale: number;
  /** 0 to 255. */
  readonly zeroPoint: number;
}

/** Of uint8: 0 has a number of its own, as padding and what is cut off are 0. */
export function scaleOf([least, most]: Extent): Scale {
  const low = Math.min(least, 0);
  const high = Math.max(most, 0);
  const scale = Math.fround(high > low ? (high - low) / 255 : 1);
  return { scale, zeroPoint: Math.min(255, Math.max(0, Math.round(-low / scale))) };
}

/** Weights as int8 by channels, symmetric about 0. */
export interface WholeWeights {
  readonly values: Int8Array<ArrayBuffer>;
  /** One for each channel. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/** @param channelOf of the weight at a place */
export function wholeWeights(
  weights: ArrayLike<number>,
  channels: number,
  channelOf: (i: number) => number,
): WholeWeights {
  const most = new Float64Array(channels);
  for (let i = 0; i < weights.length; i++) most[channelOf(i)] = Math.max(most[channelOf(i)]!, Math.abs(weights[i]!));
  const scales = Float32Array.from(most, (m) => (m > 0 ? m / 127 : 1));
  const values = Int8Array.from({ length: weights.length }, (_, i) =>
    Math.max(-127, Math.min(127, Math.round(weights[i]! / scales[channelOf(i)]!))),
  );
  return { values, scales };
}
