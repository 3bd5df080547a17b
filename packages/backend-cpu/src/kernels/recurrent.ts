/** Recurrent layers: one sequence after the other, one step after the other, sums in double precision. */
import { absent, activationsOf, type CellActivation, directionsOf, type Ops, type Tensor } from '@graftml/core';
import {
  eluOf,
  hardSigmoidOf,
  leakyReluOf,
  sigmoidOf,
  softplusOf,
  softsignOf,
  thresholdedReluOf,
} from './activation.ts';
import { type FloatArray, floats, type Kernel, output, type Workspace } from './kernel.ts';

type Activation = (x: number) => number;

function activation({ kind, alpha, beta }: CellActivation): Activation {
  switch (kind) {
    case 'Sigmoid':
      return sigmoidOf;
    case 'Tanh':
      return Math.tanh;
    case 'Relu':
      return (x) => Math.max(x, 0);
    case 'Affine':
      return (x) => alpha * x + beta;
    case 'LeakyRelu':
      return (x) => leakyReluOf(x, alpha);
    case 'ThresholdedRelu':
      return (x) => thresholdedReluOf(x, alpha);
    case 'ScaledTanh':
      return (x) => alpha * Math.tanh(beta * x);
    case 'HardSigmoid':
      return (x) => hardSigmoidOf(x, alpha, beta);
    case 'Elu':
      return (x) => eluOf(x, alpha);
    case 'Softsign':
      return softsignOf;
    case 'Softplus':
      return softplusOf;
  }
}

interface Inputs {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly r: Tensor;
  readonly b: Tensor | undefined;
  readonly sequence_lens: Tensor | undefined;
  readonly initial_h: Tensor | undefined;
  readonly initial_c?: Tensor | undefined;
  readonly attributes: Parameters<typeof activationsOf>[0];
}

/** The weights of one direction. */
interface Weights {
  readonly index: number;
  /** Adds `R v`, for `count` gates from gate `first` on, to the first elements of `sums`. */
  addRecurrent(sums: Float64Array, v: Float64Array, first: number, count: number): void;
  /** The bias of the recurrent product, all gates; zeros if there is none. */
  readonly rb: FloatArray;
  readonly activations: readonly Activation[];
}

/** Puts the next state into h (and c). `sums` has what the inputs add to all gates, `W x + wb`, and may be written to. */
type Cell = (sums: Float64Array, h: Float64Array, c: Float64Array) => void;

const limited = (f: Activation, clip: number): Activation =>
  clip === absent ? f : (x) => f(Math.min(Math.max(x, -clip), clip));

export const rnn: Kernel<Ops['rnn']> = (at, work) => {
  const results = run(at, 1, work, ({ addRecurrent, rb, activations: [f] }) => {
    const activate = limited(f!, at.attributes.clip);
    return (sums, h) => {
      addRecurrent(sums, h, 0, 1);
      for (let k = 0; k < h.length; k++) h[k] = activate(sums[k]! + rb[k]!);
    };
  });
  return results as [Tensor, Tensor];
};

export const gru: Kernel<Ops['gru']> = (at, work) => {
  const { hidden_size: units, linear_before_reset, clip } = at.attributes;
  const results = run(at, 3, work, ({ addRecurrent, rb, activations: [f1, f2] }) => {
    const [f, activate] = [limited(f1!, clip), limited(f2!, clip)];
    const [visible, product] = [new Float64Array(units), new Float64Array(units)];
    return (sums, h) => {
      addRecurrent(sums, h, 0, 2);
      for (let k = 0; k < 2 * units; k++) sums[k] = f(sums[k]! + rb[k]!);
      for (let k = 0; k < units; k++) visible[k] = linear_before_reset ? h[k]! : sums[units + k]! * h[k]!;
      addRecurrent(product.fill(0), visible, 2, 1);
      for (let k = 0; k < units; k++) {
        const [z, reset] = [sums[k]!, linear_before_reset ? sums[units + k]! : 1];
        const proposed = activate(sums[2 * units + k]! + reset * (product[k]! + rb[2 * units + k]!));
        h[k] = (1 - z) * proposed + z * h[k]!;
      }
    };
  });
  return results as [Tensor, Tensor];
};

export const lstm: Kernel<Ops['lstm']> = (at, work) => {
  const { hidden_size: units, input_forget, clip } = at.attributes;
  const peepholes = at.p && floats(at.p);
  const results = run(at, 4, work, ({ index, addRecurrent, rb, activations: [f1, f2, f3] }) => {
    const [f, activate, read] = [limited(f1!, clip), limited(f2!, clip), f3!];
    /** What peephole `i` sees of the cell `k`. */
    const seen = (i: number, k: number, cell: number) =>
      peepholes ? peepholes[(index * 3 + i) * units + k]! * cell : 0;
    return (sums, h, c) => {
      addRecurrent(sums, h, 0, 4);
      for (let k = 0; k < sums.length; k++) sums[k]! += rb[k]!;
      for (let k = 0; k < units; k++) {
        const i = f(sums[k]! + seen(0, k, c[k]!));
        const forget = input_forget ? 1 - i : f(sums[2 * units + k]! + seen(2, k, c[k]!));
        c[k] = forget * c[k]! + i * activate(sums[3 * units + k]!);
        h[k] = f(sums[units + k]! + seen(1, k, c[k]!)) * read(c[k]!);
      }
    };
  });
  return results as [Tensor, Tensor, Tensor];
};

/** Walks all directions, sequences and steps, and writes y and the last states. */
function run(at: Inputs, gates: number, work: Workspace, cellOf: (weights: Weights) => Cell): Tensor[] {
  const { x, attributes } = at;
  const { hidden_size: units, layout } = attributes;
  const [steps, batch] = layout ? [x.shape[1]!, x.shape[0]!] : [x.shape[0]!, x.shape[1]!];
  const width = x.shape[2]!;
  const rows = gates * units;
  const count = directionsOf(attributes);
  const results = work.outputs.map((_, i) => output(work, i));
  const [y, ...states] = results.map(floats);
  y!.fill(0);
  const [from, w, r] = [floats(at.x), floats(at.w), floats(at.r)];
  const zeros = new Float64Array(2 * count * rows);
  const biases = at.b ? floats(at.b) : zeros;
  const lengths = lengthsOf(at.sequence_lens, steps, batch, work);
  const activations = activationsOf(attributes, work.fail);

  const sums = new Float64Array(rows);
  for (let d = 0; d < count; d++) {
    const wb = biases.subarray(2 * d * rows, (2 * d + 1) * rows);
    const cell = cellOf({
      index: d,
      addRecurrent: (to, v, first, n) => addProduct(to, n * units, r, d * rows + first * units, v, 0, units),
      rb: biases.subarray((2 * d + 1) * rows, (2 * d + 2) * rows),
      activations: activations[d]!.map(activation),
    });
    const isReverse = attributes.direction === 'reverse' || d === 1;
    for (let n = 0; n < batch; n++) {
      const place = (layout ? n * count + d : d * batch + n) * units;
      const start = (initial: Tensor | undefined) =>
        initial ? Float64Array.from(floats(initial).subarray(place, place + units)) : new Float64Array(units);
      const [h, c] = [start(at.initial_h), start(at.initial_c)];
      for (let s = 0; s < lengths[n]!; s++) {
        const t = isReverse ? lengths[n]! - 1 - s : s;
        sums.set(wb);
        addProduct(sums, rows, w, d * rows, from, (layout ? n * steps + t : t * batch + n) * width, width);
        cell(sums, h, c);
        y!.set(h, (layout ? (n * steps + t) * count + d : (t * count + d) * batch + n) * units);
      }
      states.forEach((state, i) => {
        state.set(i === 0 ? h : c, place);
      });
    }
  }
  return results;
}

/** Adds the products of the rows of a matrix, `width` long, from `row` on, with the vector that begins at `at`, to `sums`. */
function addProduct(
  sums: Float64Array,
  rows: number,
  matrix: FloatArray,
  row: number,
  vector: FloatArray,
  at: number,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    const start = (row + i) * width;
    let sum = 0;
    for (let k = 0; k < width; k++) sum += matrix[start + k]! * vector[at + k]!;
    sums[i]! += sum;
  }
}

function lengthsOf(sequence_lens: Tensor | undefined, steps: number, batch: number, work: Workspace): Int32Array {
  if (!sequence_lens) return new Int32Array(batch).fill(steps);
  const lengths = sequence_lens.data as Int32Array;
  for (const length of lengths)
    if (length < 1 || length > steps) work.fail(`sequence_lens must be from 1 to ${steps}, got ${length}`);
  return lengths;
}
