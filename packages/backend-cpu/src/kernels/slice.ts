/** Ops that take a part of a tensor, or add around it. */
import {
  centeredAmounts,
  type Ops,
  padAmounts,
  paddedFrom,
  splitParts,
  staticSliceAxes,
  type Tensor,
} from '@graftml/core';
import { split as splitShape } from './axis.ts';
import { elements, strided } from './copy.ts';
import { type Kernel, known, output, type Workspace } from './kernel.ts';
import { pickAlong } from './pick.ts';
import { stridesOf } from './strides.ts';

export const slice: Kernel<Ops['slice']> = ({ data, starts, ends, axes, steps }, work) => {
  const taken = staticSliceAxes(
    { data, starts: known(starts), ends: known(ends), axes: axes && known(axes), steps: steps && known(steps) },
    work.fail,
  );
  const strides = stridesOf(data.shape);
  let first = 0;
  for (const { axis, start, step } of taken) {
    first += start * strides[axis]!;
    strides[axis]! *= step;
  }
  return strided(data, first, strides, work);
};

export const split: Kernel<Ops['split']> = ({ input, split, attributes }, work) => {
  const { axis, parts } = splitParts({ input, split: split && known(split) }, attributes, work.fail);
  const { outer, extent, inner } = splitShape(input.shape, axis);
  let offset = 0;
  return parts.map((part, i) => {
    const y = output(work, i);
    const [from, to] = [elements(input), elements(y)];
    const length = (part as number) * inner;
    for (let o = 0; o < outer; o++) {
      const start = o * extent * inner + offset;
      to.set(from.subarray(start, start + length), o * length);
    }
    offset += length;
    return y;
  });
};

/** What lies outside is `fill`, 0 by default, or by `mode` an element of the data. */
function padded(
  data: Tensor,
  amounts: readonly (readonly [number, number])[],
  mode: string,
  fill: number | undefined,
  work: Workspace,
) {
  const y = output(work);
  const positions = amounts.map(([begin], axis) => {
    const size = data.shape[axis]!;
    return Int32Array.from({ length: y.shape[axis]! }, (_, i) => {
      const at = i - begin;
      return at >= 0 && at < size ? at : mode === 'constant' ? -1 : paddedFrom(at, size, mode);
    });
  });
  pickAlong(elements(y), elements(data), data.shape, positions, fill);
  return y;
}

export const pad: Kernel<Ops['pad']> = ({ data, pads, constant_value, axes, attributes: { mode } }, work) => {
  const amounts = padAmounts({ data, pads: known(pads), axes: axes && known(axes) }, work.fail);
  return padded(data, amounts, mode, constant_value && elements(constant_value)[0], work);
};

export const centerCropPad: Kernel<Ops['centerCropPad']> = ({ input_data, shape, attributes: { axes } }, work) =>
  padded(input_data, centeredAmounts(input_data, known(shape), axes, work.fail), 'constant', undefined, work);
