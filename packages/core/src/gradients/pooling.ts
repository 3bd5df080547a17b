import { constant } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { padsAt } from '../ops/window.ts';
import { splat } from '../splat.ts';
import { tensor } from '../tensor.ts';
import { spreadWindows } from '../windows.ts';
import type { Gradient } from './gradient.ts';

export const maxPool: Gradient<Ops['maxPool']> = (g, { x, y, dy, attributes }) => {
  const { storage_order: _, ...window } = attributes;
  return { x: () => g.maxPoolGradient(x, y, dy, window) };
};

/** To the first of several maxima, as in `maxPool`: one window as large as the picture. */
export const globalMaxPool: Gradient<Ops['globalMaxPool']> = (g, { x, y, dy }) => {
  const size = x.shape.slice(2) as number[];
  return { x: () => g.maxPoolGradient(x, y, dy, { kernel_shape: size, strides: size }) };
};

/** Every element of a window gets the same share, `dy / count`. */
export const averagePool: Gradient<Ops['averagePool']> = (g, { x, dy, attributes }) => ({
  x: () => {
    const spatial = x.shape.slice(2) as number[];
    const windows = dy.shape.slice(2) as number[];
    const { kernel_shape, strides, dilations, count_include_pad } = attributes;
    const counts = spatial.map((size, axis) => {
      const [begin, end] = padsAt(attributes, axis);
      const [from, to] = count_include_pad ? [0, begin + size + end] : [begin, begin + size];
      const elements = (window: number) =>
        [...Array(kernel_shape[axis]!).keys()].map((k) => window * strides[axis]! + k * dilations[axis]!);
      return [...Array(windows[axis]!).keys()].map((i) => elements(i).filter((at) => at >= from && at < to).length);
    });
    const shares = counts
      .reduce((all, axis) => all.flatMap((size) => axis.map((n) => size * n)), [1])
      .map((n) => 1 / n);
    const share = g.mul(dy, constant(tensor(dy.dtype, [1, 1, ...windows], shares)));
    const ones = splat(1, dy.dtype, [1, 1, ...kernel_shape]);
    return spreadWindows(g, share, ones, attributes, x.shape as number[]);
  },
});

export const globalAveragePool: Gradient<Ops['globalAveragePool']> = (g, { x, dy }) => {
  const [, , ...spatial] = x.shape as number[];
  return { x: () => g.expand(g.mul(dy, 1 / spatial.reduce((a, b) => a * b, 1)), x.shape as number[]) };
};
