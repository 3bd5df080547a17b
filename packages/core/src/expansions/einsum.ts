import type { Builder } from '../builder.ts';
import { impossible } from '../gradients/gradient.ts';
import type { Value } from '../ir/value.ts';
import { readEquation } from '../ops/einsum.ts';
import type { Ops } from '../ops/index.ts';
import { elementCount } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** A value whose axes have labels, each another one. */
interface Labelled {
  readonly value: Value;
  readonly labels: readonly string[];
}

/** Operand by operand, each multiplied with what came before; a label is summed over as soon as nobody needs it any more. */
export const einsum: Expansion<Ops['einsum']> = (g, { inputs, attributes: { equation } }) => {
  const { terms, output, extents } = readEquation(inputs, equation, impossible);
  const operands = inputs.map((value, i) => withoutOnes(g, diagonals(g, { value, labels: terms[i]! }), extents));
  const all = operands.reduce((left, right, i) => {
    const needed = new Set([...output, ...operands.slice(i + 1).flatMap(({ labels }) => labels)]);
    return contract(g, left, right, needed);
  });
  const summed = sumOver(g, all, (label) => !output.includes(label));
  const present = output.filter((label) => summed.labels.includes(label));
  // What is missing has extent 1.
  return g.reshape(
    arranged(g, summed, present),
    output.map((label) => extents.get(label) as number),
    { allowzero: 1 },
  );
};

const arranged = (g: Builder, { value, labels }: Labelled, order: readonly string[]): Value =>
  order.every((label, i) => label === labels[i])
    ? value
    : g.transpose(value, { perm: order.map((label) => labels.indexOf(label)) });

/** Where a label stands twice, only the diagonal counts: every (n + 1)-th element of the two axes as one. */
function diagonals(g: Builder, { value, labels }: Labelled): Labelled {
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice === undefined) return { value, labels };
  const [first, second] = labels.flatMap((label, i) => (label === twice ? [i] : [])) as [number, number];
  const shape = value.shape as number[];
  const others = [...labels.keys()].filter((i) => i !== first && i !== second);
  const rest = others.map((i) => shape[i]!);
  const last = g.transpose(value, { perm: [...others, first, second] });
  const [n, m] = [shape[first]!, shape[second]!];
  const count = n === 1 ? m : n;
  const step = (n === 1 ? 0 : m) + (m === 1 ? 0 : 1);
  const line = g.reshape(last, [...rest, n * m], { allowzero: 1 });
  const diagonal = g.slice(line, [0], [Math.max(n * m, 1)], [-1], [Math.max(step, 1)]);
  if (diagonal.shape.at(-1) !== count) throw new Error('a diagonal has the extent of its axes');
  return diagonals(g, { value: diagonal, labels: [...others.map((i) => labels[i]!), twice] });
}

/** Without the axes of extent 1 that are to be broadcast. */
function withoutOnes(g: Builder, { value, labels }: Labelled, extents: ReadonlyMap<string, unknown>): Labelled {
  const isOne = labels.map((label, i) => value.shape[i] === 1 && extents.get(label) !== 1);
  if (!isOne.includes(true)) return { value, labels };
  const axes = [...labels.keys()].filter((i) => isOne[i]);
  return { value: g.squeeze(value, axes), labels: labels.filter((_, i) => !isOne[i]) };
}

function sumOver(g: Builder, { value, labels }: Labelled, isGone: (label: string) => boolean): Labelled {
  const axes = [...labels.keys()].filter((i) => isGone(labels[i]!));
  if (axes.length === 0) return { value, labels };
  return { value: g.reduceSum(value, axes, { keepdims: 0 }), labels: labels.filter((label) => !isGone(label)) };
}

/** The product of two, summed over the labels that are not needed: a batch of matrix products where both have some of them. */
function contract(g: Builder, left: Labelled, right: Labelled, needed: ReadonlySet<string>): Labelled {
  const isIn = (other: Labelled) => (label: string) => other.labels.includes(label);
  const a = sumOver(g, left, (label) => !needed.has(label) && !isIn(right)(label));
  const b = sumOver(g, right, (label) => !needed.has(label) && !isIn(left)(label));
  const shared = a.labels.filter(isIn(b));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = a.labels.filter((label) => !isIn(b)(label));
  const columns = b.labels.filter((label) => !isIn(a)(label));
  const labels = [...batch, ...rows, ...columns];
  const sizesOf = (from: Labelled, of: readonly string[]) =>
    of.map((label) => from.value.shape[from.labels.indexOf(label)] as number);
  const shape = [...sizesOf(a, [...batch, ...rows]), ...sizesOf(b, columns)];
  const shaped = (from: Labelled, order: readonly string[], to: readonly number[]) =>
    g.reshape(arranged(g, from, order), to, { allowzero: 1 });
  if (inner.length === 0) {
    const apart = shaped(a, [...batch, ...rows], [...sizesOf(a, [...batch, ...rows]), ...columns.map(() => 1)]);
    const beside = [...sizesOf(b, batch), ...rows.map(() => 1), ...sizesOf(b, columns)];
    return { value: g.mul(apart, shaped(b, [...batch, ...columns], beside)), labels };
  }
  const [n, k, m] = [sizesOf(a, rows), sizesOf(a, inner), sizesOf(b, columns)].map(elementCount) as [
    number,
    number,
    number,
  ];
  const batches = sizesOf(a, batch);
  const product = g.matMul(
    shaped(a, [...batch, ...rows, ...inner], [...batches, n, k]),
    shaped(b, [...batch, ...inner, ...columns], [...batches, k, m]),
  );
  return { value: g.reshape(product, shape, { allowzero: 1 }), labels };
}
