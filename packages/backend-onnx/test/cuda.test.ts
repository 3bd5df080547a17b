/** What CUDA needs, told from what a machine says of itself. */
import { type CudaFacts, cudaFacts, cudaNeeds } from '@graftml/backend-onnx';
import { expect, it } from 'vitest';

const libraries = {
  'libcudart.so.12': '/usr/local/cuda/lib64/libcudart.so.12',
  'libcudnn.so.9': '/usr/lib/x86_64-linux-gnu/libcudnn.so.9',
};
const ready: CudaFacts = {
  system: 'linux x64',
  gpu: 'NVIDIA H100, driver 550.54',
  libraries,
  runtime: '/app/node_modules/onnxruntime-node',
  hasProvider: true,
};
const missing = (facts: CudaFacts) =>
  cudaNeeds(facts)
    .filter(({ found }) => found === undefined)
    .map(({ what, how, isProvider }) => [what, how.join('; '), isProvider]);

it('is all there on a machine that is ready', () => {
  expect(missing(ready)).toEqual([]);
  expect(cudaNeeds(ready).map(({ found }) => found)).toEqual([
    'linux x64',
    'NVIDIA H100, driver 550.54',
    Object.values(libraries).join(', '),
    '/app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so',
  ]);
});

it('says of each thing that is missing how to get it', () => {
  expect(missing({ ...ready, hasProvider: false })).toEqual([
    [
      "ONNX Runtime's CUDA provider",
      'node /app/node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12',
      true,
    ],
  ]);
  expect(missing({ ...ready, runtime: undefined, hasProvider: false })).toEqual([
    ["ONNX Runtime's CUDA provider", 'npm install onnxruntime-node@1.30', false],
  ]);
  expect(missing({ ...ready, system: 'darwin arm64', gpu: undefined })).toMatchObject([
    ['Linux on x64', expect.stringMatching(/this is darwin arm64: .*take webgpu or cpu/), false],
    ['an NVIDIA GPU and its driver', 'nvidia-smi must list it', false],
  ]);
  expect(missing({ ...ready, libraries: { ...libraries, 'libcudnn.so.9': undefined } })).toMatchObject([
    [
      'CUDA 12 and cuDNN 9',
      expect.stringMatching(/^missing: libcudnn\.so\.9; .*apt-get install.*; .*pip install/),
      false,
    ],
  ]);
});

it('is looked for on this machine', () => {
  const { system, libraries, runtime } = cudaFacts();
  expect(system).toBe(`${process.platform} ${process.arch}`);
  expect(Object.keys(libraries)).toContain('libcudnn.so.9');
  expect(runtime).toMatch(/onnxruntime-node$/);
});
