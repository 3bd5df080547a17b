/** Which paths a gradient counts. */
import { evaluate } from '@graftml/backend-cpu';
import { builder, grad, input, tensor, toNumbers } from '@graftml/core';
import { expect, it } from 'vitest';

const g = builder();
const x = input('x', 'float64', [2]);
const at = new Map([[x, tensor('float64', [2], [1, 2])]]);

it('the gradient for an input counts the paths through other targets', () => {
  const h = g.mul(x, 3);
  const loss = g.reduceSum(g.mul(g.mul(h, h), x), { keepdims: 0 });
  const [dx, dh, dx2] = evaluate(grad(loss, [x, h, x]), at).map(toNumbers);
  // loss = h² x with h = 3 x: 27 x² in all, 2 h x through h.
  expect(dx).toEqual([27, 108]);
  expect(dh).toEqual([6, 24]);
  expect(dx2).toEqual(dx);
});

it('an op with a body hands its gradient to its inputs, and autodiff goes on from there', () => {
  const a = g.unsqueeze(x, [0]);
  const b = g.transpose(a);
  const product = g.gemm(a, b);
  const [dx, da, db] = evaluate(grad(g.reduceSum(product, { keepdims: 0 }), [x, a, b]), at).map(toNumbers);
  // The loss is x · x.
  expect(dx).toEqual([2, 4]);
  expect(da).toEqual([2, 4]);
  expect(db).toEqual([1, 2]);
});
