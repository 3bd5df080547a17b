/** Runs Graft programs on stock ONNX Runtime: the entry for browsers. */
export { capabilitiesOf } from '../shared/capabilities.ts';
export {
  type ExportedStep,
  type ExportStepOptions,
  exportStep,
  type StepDescription,
  type StepInput,
} from '../shared/export-step.ts';
export { lower } from '../shared/lower.ts';
export type { Device } from '../shared/protocol.ts';
export { selfTest, selfTestLosses, selfTestRun } from '../shared/self-test.ts';
export { type OnnxBackendOptions, onnxBackend } from './onnx-backend.ts';
export type { WebWorker } from './port.ts';
