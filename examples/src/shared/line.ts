/** The smallest problem that has a loss surface: to fit y = w x + b to points. */
import { arrayDataset, dense, normals, sequential, tensor, uniforms, withWeights } from '@graftml/core';

/** `count` points around y = x / 2 + 1, for x from -1 to 2. */
export function pointsOnLine(count: number, noise: number, seed: number) {
  const x = Array.from(uniforms({ seed, purpose: 'x' }, count), (u) => 3 * u - 1);
  const errors = normals({ seed, purpose: 'errors' }, count);
  const y = x.map((value, i) => value / 2 + 1 + noise * errors[i]!);
  const data = arrayDataset(tensor('float32', [count, 1], x), tensor('float32', [count, 1], y));
  /** The mean squared error over all points. */
  const lossAt = (w: number, b: number) => x.reduce((sum, value, i) => sum + (w * value + b - y[i]!) ** 2, 0) / count;
  return { x, y, data, lossAt, best: leastSquares(x, y) };
}

/** Where the loss is least, in one formula: only a problem this small has one. */
function leastSquares(x: readonly number[], y: readonly number[]) {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const w = mean(x.map((value, i) => (value - mx) * (y[i]! - my))) / mean(x.map((value) => (value - mx) ** 2));
  return { w, b: my - w * mx };
}

/** One neuron without activation, which starts at this w and b. */
export const lineFrom = (w: number, b: number) =>
  withWeights(sequential({ input: [1] }, [dense(1, { name: 'line' })]), {
    'line/kernel': tensor('float32', [1, 1], [w]),
    'line/bias': tensor('float32', [1], [b]),
  });
