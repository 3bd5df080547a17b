/** Small programs and networks that several tests run. */
import {
  builder,
  cifar10Cnn,
  drawFeeds,
  graphOf,
  initialState,
  initialWeights,
  input,
  inputName,
  type Program,
  rmsprop,
  scalar,
  sparseCategoricalCrossentropy,
  type Tensor,
  type Tensors,
  tensor,
  trainingProgram,
  uniforms,
} from '@graftml/core';

const g = builder('layer');

/** `w += x` for each run; gives the sum of the new w. */
export function counting(): Program {
  const [w, x] = [input('w', 'float32', [2]), input('x', 'float32', [2])];
  const next = g.add(w, x);
  const graph = graphOf({ next, sum: g.reduceSum(next, undefined, { keepdims: 0 }) });
  return { name: 'count', graph, state: [{ input: 'w', output: 'next' }] };
}

/** Reads w, changes nothing. */
export function reading(): Program {
  const w = input('w', 'float32', [2]);
  return { name: 'twice', graph: graphOf({ twice: g.mul(w, 2) }), state: [{ input: 'w' }] };
}

export const pair = (a: number, b: number): Tensor<'float32'> => tensor('float32', [2], [a, b]);

/** A whole training step of the small CIFAR-10 network, with its state and the feeds of each step. */
export function training(batch: number): { program: Program; state: Tensors; feeds(step: number): Tensors } {
  const model = cifar10Cnn();
  const optimizer = rmsprop();
  const program = trainingProgram(
    model,
    { loss: sparseCategoricalCrossentropy({ fromLogits: true }), optimizer, metrics: {} },
    batch,
  );
  const held = new Set(program.state.map(({ input: name }) => name));
  return {
    program,
    state: initialState(model.parameters, initialWeights(model, 1), optimizer),
    feeds(step) {
      const feeds: Record<string, Tensor> = { ...drawFeeds(program, 1, step) };
      for (const value of program.graph.inputs) {
        const name = inputName(value)!;
        const shape = value.shape as number[];
        if (held.has(name) || name in feeds) continue;
        if (name === 'optimizer/learning_rate') feeds[name] = scalar(1e-3);
        else if (name === 'optimizer/step') feeds[name] = scalar(step);
        else if (name === 'batch/target')
          feeds[name] = tensor(
            value.dtype,
            shape,
            Array.from({ length: batch }, (_, i) => (i * 7 + step) % 10),
          );
        else if (name === 'batch/weight') feeds[name] = tensor('float32', shape, new Array<number>(batch).fill(1));
        else feeds[name] = tensor('float32', shape, uniforms({ seed: 1, purpose: name, step }, batch * 3 * 32 * 32));
      }
      return feeds;
    },
  };
}

/** The largest difference between two sets of tensors, relative to the largest element of each. */
export function difference(a: Tensors, b: Tensors): number {
  const each = Object.entries(a).map(([name, { data }]) => {
    const other = b[name]!.data as Float32Array;
    const scale = Math.max(
      1e-6,
      other.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    );
    return (data as Float32Array).reduce((most, x, i) => Math.max(most, Math.abs(x - other[i]!)), 0) / scale;
  });
  return Math.max(...each);
}
