/** Forward, gradients and updates of a convolutional network against the reference backend. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { expect, it } from 'vitest';
import { difference, training } from './support/programs.ts';

it('takes the same training steps as the reference', async () => {
  const { program, state: initial, feeds } = training(4);
  const [reference, onnx] = [cpuBackend(), await onnxBackend({ device: 'cpu' })];
  const results = [];
  for (const backend of [reference, onnx]) {
    const [step, state] = [await backend.compile(program), await backend.createState(initial)];
    const outputs = [];
    for (let i = 0; i < 3; i++) outputs.push(await step.run(feeds(i), state));
    results.push({ outputs, state: await state.read() });
    await backend.dispose();
  }
  const [expected, received] = results as [(typeof results)[0], (typeof results)[0]];
  received.outputs.forEach((outputs, i) => {
    expect(difference(outputs, expected.outputs[i]!)).toBeLessThan(1e-4);
  });
  // RMSprop divides by the root of squares: where a gradient is nearly 0 its rounding is seen whole.
  expect(difference(received.state, expected.state)).toBeLessThan(1e-2);
});
