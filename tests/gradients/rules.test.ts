/** Every gradient rule, in float64 on the reference: against central differences, and against PyTorch. */
import { inputName, type Tensors } from '@graftml/core';
import { digest, forwardGraph, referenceFor, upstream } from '@graftml/testing';
import { describe, expect, it } from 'vitest';
import { differences, differentiable, expectNear, float64, gradientGraph64, labelOf, numbersOf } from './float64.ts';

describe('gradients are the slopes', () => {
  it.each(differentiable.filter(({ kinked }) => !kinked).map((prepared) => [labelOf(prepared), prepared] as const))(
    '%s',
    (_, prepared) => {
      const { fed, wanted } = prepared;
      const given = upstream(prepared);
      const forward = float64(forwardGraph(prepared));
      const gradients = float64(gradientGraph64(prepared))({ ...fed, ...given });
      const weights: Tensors = Object.fromEntries(
        Object.entries(given).map(([name, t]) => [name.replace('upstream_', ''), t]),
      );
      for (const x of wanted) {
        const name = inputName(x)!;
        expect(gradients[`d_${name}`]!.shape).toEqual(x.shape);
        const ours = numbersOf(gradients[`d_${name}`]);
        const tried = differences(forward, fed, name, weights);
        const at = tried.map(({ element }) => element);
        const slopes = tried.map(({ slope }) => slope);
        expectNear(
          `d_${name} at [${at}]`,
          at.map((i) => ours[i]!),
          slopes,
          1e-6,
        );
      }
    },
  );
});

describe("gradients are PyTorch's to nine digits, at ties and kinks too", () => {
  it.each(differentiable.map((prepared) => [labelOf(prepared), prepared] as const))('%s', (_, prepared) => {
    const expected = referenceFor(prepared.op, prepared.name, digest(prepared));
    const gradients = float64(gradientGraph64(prepared))({ ...prepared.fed, ...upstream(prepared) });
    for (const [name, gradient] of Object.entries(gradients))
      expectNear(name, numbersOf(gradient), expected(name), 5e-9);
  });
});
