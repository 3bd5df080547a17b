/** Two examples in one: Zhang et al., mixup: beyond empirical risk minimization (2018). */
import {
  DataError,
  type Dataset,
  type Example,
  normals,
  type Occasion,
  type Place,
  type Tensor,
  UsageError,
  uniforms,
} from '@graftml/core';

/**
 * In training each example is `λ` of itself and `1 - λ` of another, drawn at random, in x and in y; `λ` from Beta(alpha, alpha):
 * 0.2 leaves most nearly alone, 1 mixes evenly. y is a distribution over the classes, float32 `[classes]`, from an int32 scalar
 * or a distribution already: for `categoricalCrossentropy`. To be judged, examples are as they are, y a distribution too.
 */
export function mixup(
  dataset: Dataset,
  { alpha, classes }: { readonly alpha: number; readonly classes: number },
): Dataset {
  if (!(alpha > 0 && alpha < Infinity))
    throw new UsageError('alpha must be a number above 0', { where: 'mixup', received: `${alpha}` });
  if (!(Number.isInteger(classes) && classes > 1))
    throw new UsageError('classes must be a whole number from 2', { where: 'mixup', received: `${classes}` });
  const distribution = (example: Example, index: number): Example => ({
    ...example,
    y: asDistribution(example.y, classes, index),
  });
  return {
    ...dataset,
    async get(index, at) {
      const one = distribution(await dataset.get(index, at), index);
      if (!at) return one;
      const place = placeOf(at, index);
      const other = Math.floor(uniforms({ ...place, purpose: `${place.purpose}, other` }, 1)[0]! * dataset.size);
      const share = beta(alpha, place);
      if (other === index) return one;
      const two = distribution(await dataset.get(other, at), other);
      return { ...one, x: mixed(one.x, two.x, share), y: mixed(one.y, two.y, share) };
    },
  };
}

const placeOf = ({ seed, epoch }: Occasion, index: number): Place => ({ seed, purpose: `mixup ${index}`, step: epoch });

function asDistribution(y: Tensor, classes: number, index: number): Tensor {
  if (y.dtype === 'float32' && y.shape.length === 1 && y.shape[0] === classes) return y;
  const label = Number(y.data[0]);
  if (y.dtype !== 'int32' || y.data.length !== 1 || !(label >= 0 && label < classes))
    throw new DataError('has no label that can be mixed', {
      where: `example ${index}`,
      expected: `an int32 scalar from 0 to ${classes - 1}, or float32 [${classes}]`,
      received: `${y.dtype} [${y.shape}]${y.data.length === 1 ? ` of ${label}` : ''}`,
    });
  const data = new Float32Array(classes);
  data[label] = 1;
  return { dtype: 'float32', shape: [classes], data };
}

function mixed(a: Tensor, b: Tensor, share: number): Tensor {
  const other = b.data as Float32Array;
  const data = (a.data as Float32Array).map((value, i) => share * value + (1 - share) * other[i]!);
  return { ...a, data } as Tensor;
}

/** From Beta(alpha, alpha), as the share of one of two gamma variates in their sum. */
function beta(alpha: number, place: Place): number {
  const [x, y] = ['one', 'two'].map((which) => gamma(alpha, { ...place, purpose: `${place.purpose}, ${which}` })) as [
    number,
    number,
  ];
  // Both are as good as nothing where alpha is tiny: then it is the one or the other.
  return x + y > 0 ? x / (x + y) : uniforms(place, 1)[0]! < 0.5 ? 0 : 1;
}

/** Marsaglia & Tsang 2000; below 1 by their `gamma(alpha + 1) · u^(1 / alpha)`. Of so many tries one is as good as sure. */
function gamma(alpha: number, place: Place): number {
  const tries = 32;
  const [z, u] = [normals(place, tries), uniforms({ ...place, purpose: `${place.purpose}, accepted` }, tries + 1)];
  const boost = alpha < 1 ? u[tries]! ** (1 / alpha) : 1;
  const d = (alpha < 1 ? alpha + 1 : alpha) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let i = 0; i < tries; i++) {
    const v = (1 + c * z[i]!) ** 3;
    if (v > 0 && Math.log(u[i]!) < 0.5 * z[i]! ** 2 + d - d * v + d * Math.log(v)) return d * v * boost;
  }
  return d * boost;
}
