import type { InferenceSession } from 'onnxruntime-common';
import type { SessionSettings } from '../shared/protocol.ts';

/** How sessions are made in a browser. */
export const sessionOptions = ({ device }: SessionSettings): InferenceSession.SessionOptions => ({
  executionProviders: [device],
  graphOptimizationLevel: 'extended',
  enableMemPattern: false,
  logSeverityLevel: 4,
});
