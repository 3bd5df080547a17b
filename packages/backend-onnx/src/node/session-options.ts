import type { InferenceSession } from 'onnxruntime-common';
import type { SessionSettings } from '../shared/protocol.ts';

/** How sessions are made in Node. Each choice was measured on the training step of a small convolutional network. */
export const sessionOptions = (
  { device, threads }: SessionSettings,
  learns: boolean,
): InferenceSession.SessionOptions => ({
  executionProviders: device === 'cpu' ? ['cpu'] : [device],
  // 'all' lays convolutions out in blocks of channels, where their weights are constants: networks run 1.7 to 2.7 times as fast. In a
  // training step it adds changes of layout that cost more than they gain: 4 ms at batch 128.
  graphOptimizationLevel: learns ? 'extended' : 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // Idle threads wait 50 µs in a loop before they sleep: enough from one op to the next. By default they wait so long that
  // on a busy machine two threads were slower than one (batch 128: 124 ms; 66 to 72 with short waits, 65 with one thread).
  ...(threads > 1 && { extra: { session: { intra_op: { spin_duration_us: '50' } } } }),
  // 36 ms a step with it, 59 without.
  enableCpuMemArena: true,
  // Without the pattern peak memory is lower by a third on large networks, at no cost.
  enableMemPattern: false,
  logSeverityLevel: 4,
});
