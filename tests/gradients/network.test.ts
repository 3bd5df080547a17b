/** The gradients of a whole network, 528,054 of them, against PyTorch in float64, on every backend. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  applications,
  type Backend,
  draw,
  initialState,
  initialWeights,
  type Optimizer,
  parameterCount,
  randomBits,
  sparseCategoricalCrossentropy,
  type Tensors,
  tensor,
  trainingProgram,
  uniforms,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { reference } from '../support/reference.ts';
import { prepareWebGpu, requireOrSkip } from '../support/require.ts';
import { numbersOf } from './float64.ts';

interface Reference {
  readonly parameters: number;
  readonly loss: number;
  readonly gradients: Readonly<
    Record<string, { readonly norm: number; readonly sum: number; readonly stride: number; readonly entries: number[] }>
  >;
}

const [seed, batch] = [1, 8];
const model = applications['cifar10-cnn']();

/** Leaves the parameters as they are and keeps their gradients: so the step is the very one that `fit` runs. */
const keepGradients: Optimizer = {
  name: 'keep',
  learningRate: 0,
  slots: { gradient: 0 },
  update: (_, { parameter, gradient }) => ({ parameter, slots: { gradient } }),
};

async function gradientsOn(backend: Backend): Promise<{ loss: number; gradients: Tensors }> {
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const program = trainingProgram(model, { loss, metrics: {}, optimizer: keepGradients }, batch);
  const state = await backend.createState(initialState(model.parameters, initialWeights(model, seed), keepGradients));
  // The first picture is one flat grey: all its windows are ties.
  const pixels = uniforms({ seed, purpose: 'pixels' }, batch * 3 * 32 * 32).fill(0.5, 0, 3 * 32 * 32);
  const labels = Int32Array.from(randomBits({ seed, purpose: 'labels' }, batch), (bits) => bits % 10);
  const masks = program.graph.inputs.flatMap(({ source, shape }) =>
    source.kind === 'input' && source.distribution
      ? [[source.name, draw(source.distribution, shape as number[], { seed, purpose: source.name })] as const]
      : [],
  );
  const executable = await backend.compile(program);
  const outputs = await executable.run(
    {
      input: tensor('float32', [batch, 3, 32, 32], pixels),
      'batch/target': tensor('int32', [batch], labels),
      'batch/weight': tensor('float32', [batch], new Array<number>(batch).fill(1)),
      'optimizer/learning_rate': tensor('float32', [], [0]),
      'optimizer/step': tensor('float32', [], [1]),
      ...Object.fromEntries(masks),
    },
    state,
  );
  const after = await state.read();
  return {
    loss: Number(outputs.objective!.data[0]),
    gradients: Object.fromEntries(
      model.parameters.map(({ name }) => [name, after[`optimizer/gradient/${name}`]!] as const),
    ),
  };
}

const hasNoWebGpu = requireOrSkip('webgpu');
if (!hasNoWebGpu) prepareWebGpu();

describe.each([
  { name: 'the reference backend', make: () => cpuBackend(), isMissing: false },
  { name: 'ONNX Runtime on the CPU', make: () => onnxBackend({ device: 'cpu' }), isMissing: false },
  { name: 'ONNX Runtime on WebGPU', make: () => onnxBackend({ device: 'webgpu' }), isMissing: hasNoWebGpu },
])('on $name', ({ make, isMissing }) => {
  it.skipIf(isMissing)("every gradient of the CIFAR-10 CNN is PyTorch's", { timeout: 120_000 }, async () => {
    const expected = reference<Reference>('cifar10-cnn');
    expect(parameterCount(model)).toBe(expected.parameters);
    const backend = await make();
    const { loss, gradients } = await gradientsOn(backend);
    await backend.dispose();
    expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-6);
    expect(Object.keys(gradients)).toEqual(Object.keys(expected.gradients));
    for (const [parameter, { norm, sum, stride, entries }] of Object.entries(expected.gradients)) {
      const values = numbersOf(gradients[parameter]);
      // The norm weighs every entry; a sum of so many of both signs cancels, so it is held against the norm too.
      expect(Math.abs(Math.sqrt(values.reduce((a, b) => a + b * b, 0)) / norm - 1), `${parameter}: norm`).toBeLessThan(
        1e-5,
      );
      const total = values.reduce((a, b) => a + b, 0);
      expect(Math.abs(total - sum) / (norm * Math.sqrt(values.length)), `${parameter}: sum`).toBeLessThan(1e-6);
      entries.forEach((y, i) => {
        expect(Math.abs(values[i * stride]! - y) / norm, `${parameter}[${i * stride}]`).toBeLessThan(1e-6);
      });
    }
  });
});
