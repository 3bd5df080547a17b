/** Twenty steps of training a small convolutional net, against PyTorch's losses and weights. */
import {
  type Builder,
  builder,
  constant,
  draw,
  elementCount,
  grad,
  graphOf,
  input,
  type Program,
  randomBits,
  type Tensor,
  type Tensors,
  tensor,
  uniforms,
  type Value,
} from '@graftml/core';
import { type Check, obstacle, program, withProgram } from '../check.ts';
import { expectClose } from '../compare.ts';
import { training as reference } from '../reference/training.ts';
import { parseNumbers } from '../reference.ts';
import { trainingTolerance } from '../tolerances.ts';

export const steps = 20;
const seed = 7;
const [batch, classes, keep] = [8, 3, 0.75];
const picture = [batch, 2, 8, 8];
const hidden = [batch, 24];
const shapes = { kernel1: [4, 2, 3, 3], bias1: [4], kernel2: [6, 2, 3, 3], kernel3: [24, classes], bias3: [classes] };
type Parameter = keyof typeof shapes;
const names = Object.keys(shapes) as readonly Parameter[];

/** The mean cross-entropy: conv, relu, max pool, grouped conv with stride, tanh, dropout, dense. */
function lossOf(g: Builder, w: Readonly<Record<Parameter, Value>>): Value {
  const x = input('x', 'float32', picture);
  const label = input('label', 'int32', [batch, 1]);
  const mask = input('mask', 'float32', hidden, { kind: 'dropout', keep });
  const first = g.relu(g.conv(x, w.kernel1, w.bias1, { pads: [1, 1, 1, 1] }));
  const pooled = g.maxPool(first, { kernel_shape: [2, 2], strides: [2, 2] });
  const second = g.tanh(g.conv(pooled, w.kernel2, undefined, { group: 2, strides: [2, 2], pads: [0, 0, 1, 1] }));
  const kept = g.mul(g.flatten(second), mask);
  const logits = g.add(g.matMul(kept, w.kernel3), w.bias3);
  const every = constant(tensor('int32', [1, classes], [...Array(classes).keys()]));
  const hot = g.cast(g.equal(label, every), { to: 'float32' });
  const each = g.reduceSum(g.mul(hot, g.logSoftmax(logits)), [1], { keepdims: 0 });
  return g.neg(g.reduceMean(each, { keepdims: 0 }));
}

/** The next value of a parameter and of the one slot that each has. */
type Update = (g: Builder, w: Value, slot: Value, gradient: Value, rate: Value) => { w: Value; slot: Value };

/** As torch.optim has them: SGD with momentum 0.9, and RMSprop with alpha 0.9 and eps 1e-7. */
const updates: Readonly<Record<'sgd' | 'rmsprop', Update>> = {
  sgd(g, w, slot, gradient, rate) {
    const velocity = g.add(g.mul(slot, 0.9), gradient);
    return { w: g.sub(w, g.mul(rate, velocity)), slot: velocity };
  },
  rmsprop(g, w, slot, gradient, rate) {
    const mean = g.add(g.mul(slot, 0.9), g.mul(0.1, g.mul(gradient, gradient)));
    return { w: g.sub(w, g.div(g.mul(rate, gradient), g.add(g.sqrt(mean), 1e-7))), slot: mean };
  },
};
export type Optimizer = keyof typeof updates;
export const learningRates: Readonly<Record<Optimizer, number>> = { sgd: 0.05, rmsprop: 0.01 };

export function trainingProgram(optimizer: Optimizer): Program {
  const g = builder();
  const w = Object.fromEntries(names.map((name) => [name, input(name, 'float32', shapes[name])])) as Record<
    Parameter,
    Value
  >;
  const rate = input('rate', 'float32', []);
  const loss = lossOf(g, w);
  const gradients = grad(
    loss,
    names.map((name) => w[name]),
  );
  const next = names.map((name, i) => {
    const slot = input(`${name}/slot`, 'float32', shapes[name]);
    return updates[optimizer](g, w[name], slot, gradients[i]!, rate);
  });
  return program(
    graphOf({
      loss,
      ...Object.fromEntries(names.map((name, i) => [`next ${name}`, next[i]!.w])),
      ...Object.fromEntries(names.map((name, i) => [`next ${name}/slot`, next[i]!.slot])),
    }),
    names.flatMap((name) => [name, `${name}/slot`]).map((entry) => ({ input: entry, output: `next ${entry}` })),
    optimizer,
  );
}

const random = (purpose: string, shape: readonly number[], scale: number, step = 0): Tensor =>
  tensor(
    'float32',
    shape,
    uniforms({ seed, purpose, step }, elementCount(shape)).map((u) => scale * (2 * u - 1)),
  );

/** Weights within ±0.5, slots of zeros. */
export const initialState = (): Tensors =>
  Object.fromEntries(
    names.flatMap((name) => [
      [name, random(name, shapes[name], 0.5)],
      [`${name}/slot`, tensor('float32', shapes[name], new Float32Array(elementCount(shapes[name])))],
    ]),
  );

/** Random pictures, brighter in the first channel the higher the class; a new batch and a new mask each step. */
export function feedsAt(step: number, optimizer: Optimizer): Tensors {
  const labels = Int32Array.from(randomBits({ seed, purpose: 'label', step }, batch), (bits) => bits % classes);
  const x = random('x', picture, 1, step);
  const [perPicture, perChannel] = [elementCount(picture.slice(1)), elementCount(picture.slice(2))];
  const data = (x.data as Float32Array).map((v, i) =>
    i % perPicture < perChannel ? v + (labels[Math.floor(i / perPicture)]! - 1) * 0.5 : v,
  );
  return {
    x: tensor('float32', picture, data),
    label: tensor('int32', [batch, 1], labels),
    mask: draw({ kind: 'dropout', keep }, hidden, { seed, purpose: 'mask', step }),
    rate: tensor('float32', [], [learningRates[optimizer]]),
  };
}

const training = (optimizer: Optimizer): Check => ({
  section: 'training',
  name: optimizer,
  obstacle: (backend) => obstacle(trainingProgram(optimizer).graph, backend),
  async run(backend) {
    const compiled = trainingProgram(optimizer);
    const state = await backend.createState(initialState());
    const losses: number[] = [];
    await withProgram(backend, compiled, async (executable) => {
      for (let step = 0; step < steps; step++)
        losses.push(Number((await executable.run(feedsAt(step, optimizer), state)).loss?.data[0]));
    });
    const expected = (name: string) => parseNumbers(reference[optimizer]![name]!);
    expectClose(
      'losses',
      tensor('float64', [steps], losses),
      { dtype: 'float64', shape: [steps] },
      expected('losses'),
      trainingTolerance,
    );
    const trained = await state.read();
    for (const name of names)
      expectClose(name, trained[name], { dtype: 'float32', shape: shapes[name] }, expected(name), trainingTolerance);
  },
});

export const trainingChecks: readonly Check[] = [training('sgd'), training('rmsprop')];
