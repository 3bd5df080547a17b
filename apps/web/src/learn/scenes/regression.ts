import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  dense,
  evaluate,
  meanAbsoluteError,
  meanSquaredError,
  metrics,
  predict,
  sequential,
  tensor,
} from '@graftml/core';
import { dataset, measured, truth } from '@graftml/examples/regression';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/regression.tsx';
import { epochsOf } from './shared/training.ts';

const places = Array.from({ length: 121 }, (_, i) => i / 20 - 3);

export interface RegressionState {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly isWrong: readonly boolean[];
  readonly places: readonly number[];
  readonly truth: readonly number[];
  readonly curve: Float32Array;
  readonly epoch: number;
  /** On measurements that nobody spoilt and it does not learn from. */
  readonly error: number;
  readonly r2: number;
}

export async function* scene({
  hidden,
  loss,
  wrong,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<RegressionState> {
  const backend = cpuBackend();
  const { x, y } = measured(120, seed, 'train');
  const isWrong = y.map((_, i) => Math.floor((i + 1) * wrong) > Math.floor(i * wrong));
  const spoilt = y.map((value, i) => (isWrong[i] ? value + 6 : value));
  const others = measured(200, seed, 'test');
  const bent = hidden === 0 ? [] : [dense(hidden, { activation: 'tanh' }), dense(hidden, { activation: 'tanh' })];
  for await (const { model, epoch } of epochsOf(sequential({ input: [1] }, [...bent, dense(1)]), {
    backend,
    train: dataset(x, spoilt),
    loss: loss === 'squared' ? meanSquaredError() : meanAbsoluteError(),
    optimizer: adam({ learningRate: 0.02 }),
    epochs: 200,
    batchSize: 30,
    seed,
  })) {
    const found = await evaluate(model, {
      backend,
      data: dataset(others.x, others.y),
      loss: meanSquaredError(),
      metrics: { r2: metrics.r2Score() },
      batchSize: 200,
    });
    const { data } = await predict(model, {
      backend,
      data: tensor('float32', [places.length, 1], places),
      batchSize: places.length,
    });
    yield {
      x,
      y: spoilt,
      isWrong,
      places,
      truth: places.map(truth),
      curve: data as Float32Array,
      epoch,
      error: found!.loss,
      r2: found!.r2,
    };
  }
}
