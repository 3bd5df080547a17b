/** Gradients of gradients, for rules and for ops that are differentiated through their bodies. */
import { builder, grad, graphOf, inputName, type Tensors, tensor } from '@graftml/core';
import { upstream } from '@graftml/testing';
import { describe, it } from 'vitest';
import { differences, differentiable, expectNear, float64, gradientGraph64, labelOf, numbersOf } from './float64.ts';

/** Cases whose gradients depend on the inputs themselves. */
const curved = differentiable.flatMap((prepared) => {
  if (prepared.kinked) return [];
  const first = gradientGraph64(prepared);
  const names = new Set(prepared.wanted.map(inputName));
  const targets = first.inputs.filter((x) => names.has(inputName(x)));
  return targets.length > 0 ? [{ prepared, first, targets }] : [];
});

describe('the gradient of the sum of all gradients is their slope', () => {
  it.each(curved.map((at) => [labelOf(at.prepared), at] as const))('%s', (_, { prepared, first, targets }) => {
    const fed = { ...prepared.fed, ...upstream(prepared) };
    const g = builder();
    const total = Object.values(first.outputs)
      .map((gradient) => g.reduceSum(gradient, { keepdims: 0 }))
      .reduce((a, b) => g.add(a, b));
    const second = grad(total, targets);
    const exact = float64(graphOf(Object.fromEntries(second.map((value, i) => [inputName(targets[i]!)!, value]))))(fed);
    const slopesOf = float64(first);
    const ones: Tensors = Object.fromEntries(
      Object.entries(slopesOf(fed)).map(([name, { shape, data }]) => [
        name,
        tensor('float64', shape, new Float64Array(data.length).fill(1)),
      ]),
    );
    for (const x of targets) {
      const name = inputName(x)!;
      const ours = numbersOf(exact[name]);
      const tried = differences(slopesOf, fed, name, ones);
      expectNear(
        name,
        tried.map(({ element }) => ours[element]!),
        tried.map(({ slope }) => slope),
        1e-5,
      );
    }
  });
});
