import type { Ops } from '../ops/index.ts';
import { padAmounts, paddedFrom, splitParts, staticSliceAxes } from '../ops/slice.ts';
import { filled } from '../splat.ts';
import { type Gradient, impossible } from './gradient.ts';
import { scatterAlong } from './indexing.ts';

/** Steps of 1 pad with zeros; others put each element back where it came from. */
export const slice: Gradient<Ops['slice']> = (g, at) => ({
  data: () => {
    const { data } = at;
    const taken = staticSliceAxes(at, impossible);
    let dx = at.dy;
    for (const { axis, start, step, count } of taken.filter(({ step }) => step !== 1)) {
      const positions = Array.from({ length: count }, (_, i) => start + i * step);
      dx = scatterAlong(g, dx, positions, axis, data.shape[axis] as number);
    }
    const ones = taken.filter(({ step }) => step === 1);
    const begins = data.shape.map((_, axis) => ones.find((s) => s.axis === axis)?.start ?? 0);
    const ends = data.shape.map((size, axis) => (size as number) - (dx.shape[axis] as number) - begins[axis]!);
    const pads = [...begins, ...ends];
    return pads.every((n) => n === 0) ? dx : g.pad(dx, pads);
  },
});

/** Constant padding is cut off again; the others are gathers, whose gradients add up. */
export const pad: Gradient<Ops['pad']> = (g, at) => ({
  data: () => {
    const { data, attributes, dy } = at;
    const amounts = padAmounts(at, impossible);
    if (attributes.mode === 'constant') {
      const reversed = amounts.map(([begin, end]) => [-begin, -end] as const);
      return g.pad(dy, [...reversed.map(([begin]) => begin), ...reversed.map(([, end]) => end)]);
    }
    return amounts.reduce((dx, [begin, end], axis) => {
      if (begin === 0 && end === 0) return dx;
      const size = data.shape[axis] as number;
      const positions = Array.from({ length: begin + size + end }, (_, i) =>
        paddedFrom(i - begin, size, attributes.mode),
      );
      return scatterAlong(g, dx, positions, axis, size);
    }, dy);
  },
  constant_value: () => {
    const amounts = padAmounts(at, impossible);
    const inside = filled(g, 0, at.dy.dtype, at.data.shape as number[]);
    const added = g.pad(inside, [...amounts.map(([begin]) => begin), ...amounts.map(([, end]) => end)], 1);
    return g.reduceSum(g.mul(at.dy, added), { keepdims: 0 });
  },
});

/** The parts are put together again. */
export const split: Gradient<Ops['split']> = (g, { input, split, doutputs, attributes }) => ({
  input: () => g.concat(doutputs, { axis: splitParts({ input, split }, attributes, impossible).axis }),
});
