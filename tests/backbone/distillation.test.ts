/** What the student is to learn, and how far it is off, against scikit-learn and PyTorch. */
import { readFileSync } from 'node:fs';
import { evaluate } from '@graftml/backend-cpu';
import { builder, grad, input, tensor, toNumbers } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { distillation, momentsOf, toTargets } from '../../scripts/train-backbone/loss.mjs';
import { expectClose } from '../support/numbers.ts';

const expected = JSON.parse(readFileSync(new URL('reference/distillation.json', import.meta.url), 'utf8')) as {
  readonly [name in 'features' | 'temperature' | 'featureWeight' | 'width']: number;
} & { readonly [name in 'teacher' | 'targets' | 'prediction' | 'loss' | 'gradient']: readonly number[] };
const { features, width, temperature } = expected;
const shape = [expected.loss.length, width];

describe('distillation', () => {
  it('makes targets of what the teacher says', () => {
    const rows = Float32Array.from(expected.teacher);
    const targets = toTargets(rows, width, momentsOf(rows.slice(), width, features), temperature);
    expectClose(Array.from(targets), expected.targets, 1e-6);
  });

  it('keeps a feature that hardly ever changes from becoming loud', () => {
    const rows = Float32Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? (i === 2 ? 1e-3 : 0) : Math.sin(i)));
    const { deviation } = momentsOf(rows, 3, 3);
    expect(deviation[2]).toBeCloseTo(Math.min(deviation[0]!, deviation[1]!) / 10, 12);
  });

  it('has the loss and the gradient of the formula', () => {
    const { loss } = distillation(expected);
    const prediction = input('prediction', 'float64', shape);
    const wanted = loss.target(prediction);
    const target = input('target', wanted.dtype, wanted.shape);
    const g = builder();
    const each = loss.build(g, { prediction, target });
    const [pull] = grad(g.reduceSum(each, { keepdims: 0 }), [prediction]);
    const feeds = new Map([
      [prediction, tensor('float64', shape, expected.prediction)],
      [target, tensor('float64', shape, expected.targets)],
    ]);
    const [losses, gradient] = evaluate([each, pull!], feeds).map((t) => Array.from(toNumbers(t)));
    expectClose(losses!, expected.loss, 1e-12);
    expectClose(gradient!, expected.gradient, 1e-12);
  });
});
