import { cpuBackend, evaluate } from '@graftml/backend-cpu';
import {
  adam,
  binaryCrossentropy,
  bind,
  builder,
  clipByGlobalNorm,
  dense,
  grad,
  inputName,
  lstm,
  type Model,
  metrics,
  sequential,
  simpleRNN,
  type Tensor,
  tensor,
  type Value,
  weightsOf,
} from '@graftml/core';
import { drawn } from '@graftml/examples/long-memory';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/long-memory.tsx';
import { gatesOf } from './shared/gates.ts';
import { together } from './shared/together.ts';
import { curveOf, epochsOf } from './shared/training.ts';

const units = 8;

export interface Recurrent {
  readonly accuracies: readonly number[];
  /** How much the answer changes with the bit of each step. */
  readonly influence: readonly number[];
  /** That the marked bit was 1. */
  readonly chance: number;
}

export interface LongMemoryState {
  readonly epoch: number;
  readonly bits: readonly number[];
  readonly marked: number;
  readonly plain: Recurrent;
  readonly lstm: Recurrent;
  /** Of the LSTM at each step: how far its gates are open, the mean of all units, and each unit's cell. */
  readonly input: readonly number[];
  readonly forget: readonly number[];
  readonly cells: readonly (readonly number[])[];
}

export async function* scene({ steps, marked, seed }: SettingsOf<typeof controls>): AsyncGenerator<LongMemoryState> {
  const backend = cpuBackend();
  const at = Math.min(steps, Math.max(1, Math.round(marked * steps))) - 1;
  const shown = Float32Array.from({ length: steps * 2 }, (_, i) =>
    i % 2 === 0 ? (((i / 2) * 7 + seed) % 3 === 0 ? 1 : -1) : Number((i - 1) / 2 === at),
  );
  const learn = (layer: ReturnType<typeof lstm>) =>
    epochsOf(sequential({ input: [steps, 2] }, [layer, dense(1, { name: 'answer' })]), {
      backend,
      train: drawn(250, steps, seed, 'train'),
      validation: drawn(150, steps, seed, 'validation'),
      loss: binaryCrossentropy({ fromLogits: true }),
      metrics: { accuracy: metrics.binaryAccuracy({ threshold: 0 }) },
      optimizer: adam({ learningRate: 0.03 }),
      clip: clipByGlobalNorm(1),
      epochs: 40,
      batchSize: 25,
      seed,
    });
  const both = together(learn(simpleRNN(units, { name: 'memory' })), learn(lstm(units, { name: 'memory' })));
  for await (const [a, b] of both) {
    const recurrent = ({ model, history }: typeof a): Recurrent => ({
      accuracies: curveOf(history, 'val_accuracy'),
      ...influenceOf(model, shown, steps),
    });
    yield {
      epoch: a.epoch,
      bits: Array.from({ length: steps }, (_, i) => shown[2 * i]!),
      marked: at,
      plain: recurrent(a),
      lstm: recurrent(b),
      ...gatesOf(weightsOf(b.model) as Readonly<Record<string, Tensor<'float32'>>>, shown, units),
    };
  }
}

/** The answer, and its gradient with respect to the bits: by autodiff, as in training. */
function influenceOf(model: Model, sequence: Float32Array, steps: number) {
  const { inputs, outputs } = bind(model.graph('infer'), { N: 1 });
  const x = inputs.find((value) => inputName(value) === 'input')!;
  const logit = builder().reduceSum(outputs.output!, undefined, { keepdims: 0 });
  const weights = weightsOf(model);
  const feeds = new Map(
    inputs.map((value): [Value, Tensor] => [
      value,
      value === x ? tensor('float32', [1, steps, 2], sequence) : weights[inputName(value)!]!,
    ]),
  );
  const [answer, slope] = evaluate([logit, grad(logit, [x])[0]!], feeds);
  return {
    chance: 1 / (1 + Math.exp(-Number(answer!.data[0]))),
    influence: Array.from({ length: steps }, (_, i) => Math.abs(Number(slope!.data[2 * i]))),
  };
}
