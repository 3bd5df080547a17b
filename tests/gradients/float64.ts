/** Cases in float64 on the reference backend, and derivatives by differences. */
import { evaluate } from '@graftml/backend-cpu';
import {
  convertFloat,
  type Graph,
  graphOf,
  input,
  inputName,
  isFloat,
  permutation,
  pullBack,
  type Tensor,
  type Tensors,
  tensor,
  toNumbers,
} from '@graftml/core';
import { caseNames, cases, forwardGraph, type Prepared, prepare } from '@graftml/testing';

export type Evaluated = (tensors: Tensors) => Tensors;

/** The graph as a function of named tensors, all floats in float64. */
export function float64(graph: Graph): Evaluated {
  const wide = convertFloat(graph, 'float64');
  return (tensors) => {
    const feeds = new Map(wide.inputs.map((x) => [x, widened(tensors[inputName(x)!]!)]));
    const results = evaluate(Object.values(wide.outputs), feeds);
    return Object.fromEntries(Object.keys(wide.outputs).map((name, i) => [name, results[i]!]));
  };
}

const widened = (t: Tensor): Tensor =>
  isFloat(t.dtype) ? tensor('float64', t.shape, Float64Array.from(t.data as Float32Array)) : t;

/**
 * The gradients of a case, as `gradientGraph` has them, but taken in float64: a rule's constants (1 / 3) are then not
 * rounded to float32 on the way.
 */
export function gradientGraph64(prepared: Prepared): Graph {
  const { inputs, outputs } = convertFloat(forwardGraph(prepared), 'float64');
  const wanted = new Set(prepared.wanted.map(inputName));
  const targets = inputs.filter((x) => wanted.has(inputName(x)));
  const seeds = Object.entries(outputs).map(([name, y]) => [y, input(`upstream_${name}`, 'float64', y.shape)] as const);
  const gradients = pullBack(new Map(seeds), targets);
  return graphOf(Object.fromEntries(targets.map((x, i) => [`d_${inputName(x)}`, gradients[i]!])));
}

/** The error of the differences is about its square. */
const step = 1e-4;
/** What a huge input must move by, relative to itself, to move at all. */
const leastRelativeStep = 1e-8;
/** Elements of one input that are tried; of more, a random choice. */
const mostElements = 40;

/**
 * For some elements of the input `name`: how the outputs of `f`, weighted by `weights`, change with it, by central
 * differences. Differences are taken before they are summed, so that a huge output does not drown the others.
 */
export function differences(
  f: Evaluated,
  at: Tensors,
  name: string,
  weights: Tensors,
): { readonly element: number; readonly slope: number }[] {
  const x = widened(at[name]!);
  const count = x.data.length;
  const chosen = [...permutation({ seed: 2, purpose: name }, count)].slice(0, mostElements);
  return chosen.map((element) => {
    const h = Math.max(step, leastRelativeStep * Math.abs(Number(x.data[element])));
    const moved = (by: number): Tensors => {
      const data = Float64Array.from(x.data as Float64Array);
      data[element] = data[element]! + by;
      return f({ ...at, [name]: tensor('float64', x.shape, data) });
    };
    const [up, down] = [moved(h), moved(-h)];
    let slope = 0;
    for (const [output, { data }] of Object.entries(weights))
      for (let i = 0; i < data.length; i++)
        slope += (Number(data[i]) * (Number(up[output]!.data[i]) - Number(down[output]!.data[i]))) / (2 * h);
    return { element, slope };
  });
}

/** Every case that has gradients. */
export const differentiable: readonly Prepared[] = (Object.keys(cases) as (keyof typeof cases)[]).flatMap((op) =>
  caseNames(op)
    .map((name) => prepare(op, name))
    .filter(({ wanted }) => wanted.length > 0),
);

export const labelOf = ({ op, name }: Prepared): string => `${op}/${name}`;

/** Fails at the first number that is further than `tolerance` from the expected one, relative to the larger of it and 1. */
export function expectNear(
  what: string,
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  if (received.length !== expected.length)
    throw new Error(`${what}: ${received.length} numbers, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [received[i]!, expected[i]!];
    if (Object.is(x, y)) continue;
    if (!(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y))))
      throw new Error(`${what}[${i}]: ${x}, expected ${y}`);
  }
}

/** The elements of a tensor as floats. */
export const numbersOf = (t: Tensor | undefined): Float64Array => Float64Array.from(toNumbers(t!));
