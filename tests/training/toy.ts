/** A small problem that can be learnt: two classes of points, and a network for it. */
import { arrayDataset, type Dataset, dense, dropout, sequential, tensor, uniforms } from '@graftml/core';

/** Points in a plane; class 1 is inside a circle. */
export function circle(size: number, seed = 0): Dataset {
  const random = uniforms({ seed, purpose: 'circle' }, 2 * size).map((u) => 3 * u - 1.5);
  const points = Array.from({ length: size }, (_, i) => [random[2 * i]!, random[2 * i + 1]!] as const);
  const labels = points.map(([x, y]) => (x * x + y * y < 1 ? 1 : 0));
  return arrayDataset(tensor('float32', [size, 2], points.flat()), tensor('int32', [size], labels), [
    'outside',
    'inside',
  ]);
}

export const network = () =>
  sequential({ input: [2], name: 'toy' }, [dense(32, { activation: 'tanh' }), dropout(0.1), dense(2)]);
