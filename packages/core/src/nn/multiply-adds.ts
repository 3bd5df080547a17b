/** What a node costs: how many multiplications are added up in it. */
import { bindDim, sizeOf } from '../ir/dims.ts';
import type { Dim, Node, Shape } from '../ir/value.ts';
import type { OpName } from '../ops/index.ts';

/** What the entries count with: the number of elements of a shape, and of each input and the first output. */
interface Counted {
  size(shape: Shape): number;
  readonly made: number;
  /** The shape of input `i`. */
  shape(i: number): Shape;
  readonly attributes: Node['attributes'];
}

type Cost = (at: Counted) => number;

/** Each element is a sum over a window of the kernel `[M, C / group, ...]`, which is input `w`. */
const convolution =
  (w: number): Cost =>
  ({ made, size, shape }) =>
    made * size(shape(w).slice(1));

/** Each element is a sum along the last axis of the left side. */
const product: Cost = ({ made, size, shape }) => made * size(shape(0).slice(-1));

/** In each step, `gates` gates see the input and the state: w `[directions, gates · hidden, inputs]`, r likewise. */
const recurrent: Cost = ({ size, shape }) => size(shape(0).slice(0, 2)) * (size(shape(1)) + size(shape(2)));

/** Ops that multiply and add. What costs little beside these (activations, normalisation, pooling) counts nothing. */
const costs: { readonly [Name in OpName | 'einsum']?: Cost } = {
  conv: convolution(1),
  convInteger: convolution(1),
  qLinearConv: convolution(3),
  convTranspose: ({ size, shape }) => size(shape(0)) * size(shape(1).slice(1)),
  matMul: product,
  matMulInteger: product,
  qLinearMatMul: product,
  gemm: ({ made, size, shape, attributes }) => made * size([shape(0)[attributes.transA ? 0 : 1]!]),
  einsum: ({ size, shape, attributes }) => size(Object.values(einsumExtents(attributes.equation as string, shape))),
  lstm: recurrent,
  gru: recurrent,
  rnn: recurrent,
};

/** For one input: `batch`, a symbol, counts as 1. NaN where another extent is not known. */
export function multiplyAddsOf({ op, inputs, outputs, attributes }: Node, batch: Dim | undefined): number {
  const size = (shape: Shape): number => {
    const total = sizeOf(shape.map((d) => (typeof batch === 'string' ? bindDim(d, { [batch]: 1 }) : d)));
    return typeof total === 'number' ? total : Number.NaN;
  };
  const made = size(outputs[0]!.shape);
  return costs[op as OpName]?.({ size, made, attributes, shape: (i) => inputs[i]!.shape }) ?? 0;
}

/** The extent of each letter of an equation; an ellipsis stands for axes that get names of their own. */
function einsumExtents(equation: string, shape: (i: number) => Shape): Record<string, Dim> {
  const extents: Record<string, Dim> = {};
  const [terms = ''] = equation.replaceAll(' ', '').split('->');
  terms.split(',').forEach((term, i) => {
    const dims = shape(i);
    const [before = '', after] = term.split('...');
    const letters = [...before, ...(after ?? '')];
    const hidden = dims.length - letters.length;
    const names = [...before, ...Array.from({ length: hidden }, (_, k) => `...${hidden - k}`), ...(after ?? '')];
    names.forEach((name, axis) => {
      // Among ellipses, axes of extent 1 are repeated.
      if (extents[name] === undefined || extents[name] === 1) extents[name] = dims[axis]!;
    });
  });
  return extents;
}
