/** Constants that say where an element stands. */
import { constant, type Value } from '../ir/value.ts';
import { tensor } from '../tensor.ts';

/** 0, 1, … along `axis` of `x`, in its dtype, with an extent of 1 along the other axes. The axis has a known extent. */
export function positions(x: Value, axis: number): Value {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const extent = x.shape[at] as number;
  const shape = x.shape.map((_, i) => (i === at ? extent : 1));
  return constant(tensor(x.dtype, shape, [...Array(extent).keys()]));
}
