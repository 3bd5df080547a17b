import { onnxBackend } from '@graftml/backend-onnx';
import { builder, graphOf, input } from '@graftml/core';
import { testBackend } from '@graftml/testing';
import { describe, it } from 'vitest';
import { prepareWebGpu, requireOrSkip } from '../support/require.ts';

const threeAxes = "ONNX Runtime 1.30 on WebGPU: 'ConvTranspose: Only Conv2d or Conv1d are supported'";
const vectors =
  'ONNX Runtime 1.30 on WebGPU: ConvTranspose is wrong for groups of one output and an even number of inputs';
const indices = "ONNX Runtime 1.30 on WebGPU: 'MaxPool: The Indices output is not supported yet'";
const columnMajor = "ONNX Runtime 1.30 on WebGPU: 'MaxPool: Using column major storage_order is not supported yet'";
const infinities = 'WGSL promises no infinities: the logarithm of 0 is that of the smallest normal number';
const exclude = {
  'ops/reduceLogSumExp/nothing but infinity': infinities,
  'ops/maxPool/indices': indices,
  'ops/maxPool/indices of ties': indices,
  'ops/maxPool/indices, dilations, ceil mode': indices,
  'ops/maxPool/indices, 3-D': indices,
  'ops/maxPool/indices by columns': columnMajor,
  'gradients/maxPool/indices by columns': columnMajor,
  'gradients/maxPool/indices, 3-D': threeAxes,
  'gradients/lpPool/3-D': threeAxes,
  'ops/convTranspose/3-D': threeAxes,
  'ops/maxPoolGradient/3-D': threeAxes,
  'gradients/conv/3-D': threeAxes,
  'gradients/convWeightGradient/3-D': threeAxes,
  'gradients/maxPool/3-D': threeAxes,
  'gradients/maxPoolGradient/3-D': threeAxes,
  'gradients/averagePool/3-D': threeAxes,
  'gradients/conv/depthwise with strides and two filters a channel': vectors,
};

async function webGpuBackend() {
  const backend = await onnxBackend({ device: 'webgpu' });
  // The runtime gives the device up with its last session: making a new one for every test would take most of the time.
  const x = input('x', 'float32', [1]);
  await backend.compile({ name: 'keeps the device', graph: graphOf({ y: builder().neg(x) }), state: [] });
  return backend;
}

const isMissing = requireOrSkip('webgpu');
if (!isMissing) prepareWebGpu();

describe.skipIf(isMissing)('ONNX Runtime on WebGPU', () => {
  testBackend(webGpuBackend, { describe, it, exclude });
});
