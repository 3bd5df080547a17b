import { onnxBackend } from '@graftml/backend-onnx';
import { testBackend } from '@graftml/testing';
import { describe, it } from 'vitest';
import { webGpuExclusions } from '../support/exclusions.ts';
import { prepareWebGpu, requireOrSkip } from '../support/require.ts';

const isMissing = requireOrSkip('webgpu');
if (!isMissing) prepareWebGpu();

describe.skipIf(isMissing)('ONNX Runtime on WebGPU', () => {
  testBackend(() => onnxBackend({ device: 'webgpu' }), { describe, it, exclude: webGpuExclusions });
});
