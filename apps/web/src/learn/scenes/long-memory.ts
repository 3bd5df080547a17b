import {
  adam,
  type Batch,
  binaryCrossentropy,
  clipByGlobalNorm,
  dense,
  initialWeights,
  type LayeredModel,
  lstm,
  parameterCount,
  readBatch,
  sequential,
  simpleRNN,
  withWeights,
} from '@graftml/core';
import { drawn } from '@graftml/examples/long-memory';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/long-memory.tsx';
import { type Memory, memoryOf, traceOf } from './shared/recurrent.ts';
import { runtime } from './shared/runtime.ts';
import { together } from './shared/together.ts';
import { epochsOf, type Moment } from './shared/training.ts';

const sequences = 1200;
const others = 600;
export const epochs = 24;

export interface LongMemoryState {
  readonly epoch: number;
  /** A sequence to look at: 0 or 1 at each step. */
  readonly bits: readonly number[];
  readonly lstm: Learnt;
  readonly plain: Learnt;
}

export interface Learnt {
  readonly memory: Memory;
  readonly parameters: number;
  /** On sequences that it does not learn from, round by round. */
  readonly accuracies: readonly number[];
  /** Now, by how many steps ago the marked bit was. */
  readonly byAge: readonly { readonly age: number; readonly accuracy: number }[];
}

export async function* scene({ steps, units, seed }: SettingsOf<typeof controls>): AsyncGenerator<LongMemoryState> {
  const test = await readBatch(drawn(others, steps, seed, 'validation'), [...Array(others).keys()]);
  const shown = await readBatch(drawn(1, steps, seed, 'shown'), [0]);
  const bits = Array.from({ length: steps }, (_, i) => (Number(shown.x.data[2 * i]) + 1) / 2);
  const networks = {
    lstm: sequential({ input: [steps, 2] }, [lstm(units, { name: 'memory' }), dense(1, { name: 'answer' })]),
    plain: sequential({ input: [steps, 2] }, [simpleRNN(units, { name: 'memory' }), dense(1, { name: 'answer' })]),
  };
  const accuracies: Record<Memory['kind'], number[]> = { lstm: [], plain: [] };
  const learnt = (kind: Memory['kind'], model: Moment['model'], epoch: number): Learnt => {
    const memory = memoryOf(model, kind);
    const { accuracy, byAge } = judged(memory, test, steps);
    if (accuracies[kind].length <= epoch) accuracies[kind].push(accuracy);
    return { memory, parameters: parameterCount(networks[kind]), accuracies: accuracies[kind], byAge };
  };
  const state = (epoch: number, [a, b]: readonly [Moment['model'], Moment['model']]): LongMemoryState => ({
    epoch,
    bits,
    lstm: learnt('lstm', a, epoch),
    plain: learnt('plain', b, epoch),
  });
  const begun = (network: LayeredModel) => withWeights(network, initialWeights(network, seed));
  // Before the runtime is there.
  yield state(0, [begun(networks.lstm), begun(networks.plain)]);
  const backend = await runtime();
  const learn = (network: LayeredModel) =>
    epochsOf(network, {
      backend,
      train: drawn(sequences, steps, seed, 'train'),
      loss: binaryCrossentropy({ fromLogits: true }),
      optimizer: adam({ learningRate: 0.01 }),
      clip: clipByGlobalNorm(1),
      epochs,
      batchSize: 40,
      seed,
    });
  for await (const [a, b] of together(learn(networks.lstm), learn(networks.plain)))
    if (a.epoch > 0) yield state(a.epoch, [a.model, b.model]);
}

/** In so many parts by age. */
const parts = 8;

function judged(memory: Memory, { x, y }: Pick<Batch, 'x' | 'y'>, steps: number) {
  const found = Array.from({ length: Math.min(parts, steps) }, () => ({ right: 0, all: 0 }));
  const all = x.data as Float32Array;
  for (let i = 0; i < others; i++) {
    const sequence = all.subarray(2 * steps * i, 2 * steps * (i + 1));
    const place = sequence.findIndex((value, at) => at % 2 === 1 && value === 1) >> 1;
    const part = found[Math.floor(((steps - 1 - place) / steps) * found.length)]!;
    part.all++;
    if (traceOf(memory, sequence).answers[steps - 1]! > 0.5 === (y.data[i] === 1)) part.right++;
  }
  return {
    accuracy: found.reduce((sum, { right }) => sum + right, 0) / others,
    byAge: found.map((part, i) => ({
      age: ((i + 0.5) / found.length) * steps - 0.5,
      accuracy: part.all === 0 ? Number.NaN : part.right / part.all,
    })),
  };
}
