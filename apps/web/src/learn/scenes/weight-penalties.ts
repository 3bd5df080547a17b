import { cpuBackend } from '@graftml/backend-cpu';
import { adam, cosineDecay, dense, evaluate, meanSquaredError, regularizers, sequential } from '@graftml/core';
import { drawn, inputs, truth } from '@graftml/examples/weight-penalties';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/weight-penalties.tsx';
import { epochsOf } from './shared/training.ts';

const epochs = 400;

export interface PenaltiesState {
  readonly truth: readonly number[];
  readonly weights: readonly number[];
  readonly epoch: number;
  /** Without the penalty, on its own examples and on others. */
  readonly ownErrors: readonly number[];
  readonly errors: readonly number[];
}

export async function* scene({ l1, l2, examples, seed }: SettingsOf<typeof controls>): AsyncGenerator<PenaltiesState> {
  const backend = cpuBackend();
  const [train, test] = [drawn(examples, seed, 'train'), drawn(500, seed, 'test')];
  const loss = meanSquaredError();
  const layer = (kernelRegularizer?: ReturnType<typeof regularizers.l1>) =>
    sequential({ input: [inputs] }, [
      dense(1, { useBias: false, name: 'linear', ...(kernelRegularizer && { kernelRegularizer }) }),
    ]);
  const [ownErrors, errors]: number[][] = [[], []];
  for await (const { model, epoch } of epochsOf(layer(regularizers.l1l2({ l1, l2 })), {
    backend,
    train,
    loss,
    optimizer: adam({ learningRate: cosineDecay({ initialLearningRate: 0.05, decaySteps: epochs }) }),
    epochs,
    batchSize: examples,
    seed,
  })) {
    if (epoch % 4 !== 0) continue;
    const plain = { ...layer(), parameters: model.parameters };
    const judge = async (data: typeof train) =>
      (await evaluate(plain, { backend, data, loss, batchSize: data.size }))!.loss;
    ownErrors!.push(await judge(train));
    errors!.push(await judge(test));
    const weights = Array.from(model.parameters[0]!.value!.data, Number);
    yield { truth, weights, epoch, ownErrors: ownErrors!, errors: errors! };
  }
}
