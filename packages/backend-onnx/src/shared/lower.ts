/** From any graph to one that ONNX Runtime runs, and runs fast. */
import { type Capabilities, type Graph, legalize, shareCommonSubexpressions } from '@graftml/core';
import { choices } from './peepholes/choices.ts';
import { explicitWindows } from './peepholes/explicit-windows.ts';
import { flippedConvolution } from './peepholes/flipped-convolution.ts';
import { leadingSums } from './peepholes/leading-sums.ts';
import { nearestEnlargements } from './peepholes/nearest-enlargements.ts';
import { stagedSums } from './peepholes/staged-sums.ts';
import { tiledPools } from './peepholes/tiled-pools.ts';
import { transposedProducts } from './peepholes/transposed-products.ts';
import { weightGradients } from './peepholes/weight-gradients.ts';
import { weightGradientsOnGpu } from './peepholes/weight-gradients-on-gpu.ts';
import type { Device } from './protocol.ts';

type Pass = (graph: Graph) => Graph;

/** Composites in forms of our own, before `legalize` gives the others their general bodies. */
const forms: Readonly<Record<Device, readonly Pass[]>> = {
  cpu: [weightGradients],
  cuda: [],
  webgpu: [weightGradientsOnGpu],
  wasm: [weightGradients],
};

/** What is said differently afterwards. Where it is for speed, it is for the device that it was measured on. */
const afterwards: Readonly<Record<Device, readonly Pass[]>> = {
  cpu: [choices, explicitWindows, flippedConvolution, leadingSums],
  cuda: [choices, explicitWindows],
  webgpu: [choices, explicitWindows, tiledPools, nearestEnlargements, stagedSums, transposedProducts],
  wasm: [choices, explicitWindows, flippedConvolution, leadingSums],
};

/** The graph as a session gets it: the same numbers, in ops that ONNX Runtime has. */
export function lower(graph: Graph, device: Device, capabilities: Capabilities): Graph {
  const formed = forms[device].reduce((now, pass) => pass(now), graph);
  const legal = legalize(formed, capabilities);
  return shareCommonSubexpressions(afterwards[device].reduce((now, pass) => pass(now), legal));
}
