/** The short training that a device has to pass. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend, selfTest, selfTestLosses, selfTestRun } from '@graftml/backend-onnx';
import type { Backend, Executable, State, Tensors } from '@graftml/core';
import { expect, it } from 'vitest';

it('knows the losses of the reference', async () => {
  expect(await selfTestRun(cpuBackend())).toEqual(selfTestLosses);
});

it('is passed by ONNX Runtime', async () => {
  const backend = await onnxBackend({ device: 'cpu' });
  await selfTest(backend);
  await backend.dispose();
});

it('is not passed by a device that computes a little wrong', async () => {
  const right = cpuBackend();
  const slightly = (tensors: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [
        name,
        tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map((x) => x * 1.001) } : tensor,
      ]),
    );
  const wrong: Backend = {
    ...right,
    async compile(program) {
      const executable: Executable = await right.compile(program);
      return {
        run: async (feeds: Tensors, state?: State) => slightly(await executable.run(feeds, state)),
        dispose: () => executable.dispose(),
      };
    },
  };
  await expect(selfTest(wrong)).rejects.toThrow(/trains wrongly. Expected losses 1\.174.*received 1\.175/);
});
