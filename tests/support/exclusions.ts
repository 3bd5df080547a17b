/** What ONNX Runtime's WebGPU is known to get wrong, and why: an exclusion that is no longer needed fails. */
const threeAxes = "ONNX Runtime 1.30 on WebGPU: 'ConvTranspose: Only Conv2d or Conv1d are supported'";
const vectors =
  'ONNX Runtime 1.30 on WebGPU: ConvTranspose is wrong for groups of one output and an even number of inputs';
const indices = "ONNX Runtime 1.30 on WebGPU: 'MaxPool: The Indices output is not supported yet'";
const columnMajor = "ONNX Runtime 1.30 on WebGPU: 'MaxPool: Using column major storage_order is not supported yet'";
const infinities = 'WGSL promises no infinities: the logarithm of 0 is that of the smallest normal number';
export const webGpuExclusions: Readonly<Record<string, string>> = {
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
