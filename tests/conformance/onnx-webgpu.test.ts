import { onnxBackend } from '@graftml/backend-onnx';
import { testBackend } from '@graftml/testing';
import { describe, it } from 'vitest';
import { requireOrSkip, webgpuEnvironment } from '../support/require.ts';

describe.skipIf(requireOrSkip('webgpu'))('ONNX Runtime on WebGPU', () => {
  // Before the worker that loads ONNX Runtime starts: it has the environment that it was started with.
  Object.assign(process.env, webgpuEnvironment());
  testBackend(() => onnxBackend({ device: 'webgpu' }), { describe, it });
});
