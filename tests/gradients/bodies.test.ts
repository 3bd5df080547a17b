/** Bodies against kernels: an op written out in smaller ones gives what the op itself gives. */
import {
  convertFloat,
  expandNode,
  graphOf,
  hasBody,
  nodeOf,
  type OpName,
  ops,
  topologicalOrder,
  type Value,
} from '@graftml/core';
import { caseNames, prepare } from '@graftml/testing';
import { describe, expect, it } from 'vitest';
import { expectNear, float64, numbersOf } from './float64.ts';

const withBodies = (Object.keys(ops) as OpName[]).filter(hasBody);
const named = (values: readonly Value[]) => graphOf(Object.fromEntries(values.map((value, i) => [`y${i}`, value])));
const opsIn = (op: OpName, name: string): string[] =>
  topologicalOrder(expandNode(prepare(op, name).node)).map((node) => node.op);

describe.each(withBodies)('%s', (op) => {
  it.each(caseNames(op))('%s', (name) => {
    const { node: single, fed } = prepare(op, name);
    // In float64 before it is written out: the constants of a body are then not rounded to float32.
    const node = nodeOf(Object.values(convertFloat(named(single.outputs), 'float64').outputs)[0]!)!;
    const body = expandNode(node);
    body.forEach(({ dtype, shape }, i) => {
      expect({ dtype, shape }).toEqual({ dtype: node.outputs[i]!.dtype, shape: node.outputs[i]!.shape });
    });
    const [whole, written] = [float64(named(node.outputs))(fed), float64(named(body))(fed)];
    for (const [output, y] of Object.entries(whole))
      expectNear(output, numbersOf(written[output]), numbersOf(y), 1e-12);
  });
});

// The cases must reach every form that a body may take, or the comparison above says nothing about it.
it('the gradient of max pooling is tried by tiles and by taps', () => {
  const byTiles = caseNames('maxPoolGradient').filter((name) => opsIn('maxPoolGradient', name).includes('resize'));
  expect(byTiles).toEqual(['tiles', 'tiles with ties', 'flat tiles']);
});

it('the gradient of convolution weights is tried with columns and tap by tap', () => {
  const byColumns = caseNames('convWeightGradient').filter((name) =>
    opsIn('convWeightGradient', name).includes('conv'),
  );
  expect(byColumns.length).toBeGreaterThan(5);
  expect(caseNames('convWeightGradient').filter((name) => !byColumns.includes(name)).length).toBeGreaterThan(2);
});
