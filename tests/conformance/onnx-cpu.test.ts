import { onnxBackend } from '@graftml/backend-onnx';
import { testBackend } from '@graftml/testing';
import { describe, it } from 'vitest';

testBackend(() => onnxBackend({ device: 'cpu' }), { describe, it });
