import { cpuBackend } from '@graftml/backend-cpu';
import { evaluate, type Model, metrics, readBatch, sgd, sparseCategoricalCrossentropy } from '@graftml/core';
import { build, hiddenName, variants } from '@graftml/examples/shared/deep-network';
import { gradientsOf } from '@graftml/examples/shared/gradients';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/vanishing-gradients.tsx';
import { datasetOf, digitSets, side } from './shared/digits.ts';
import { epochsOf } from './shared/training.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

export interface VanishingState {
  readonly epoch: number;
  /** Of the gradient of each hidden layer's weights. */
  readonly norms: readonly number[];
  readonly atStart: readonly number[];
  /** The share of units that no example moves. */
  readonly dead: number;
  /** On digits it does not learn from, round by round. */
  readonly accuracies: readonly number[];
  readonly isDiverged: boolean;
}

export async function* scene({ network, depth, seed }: SettingsOf<typeof controls>): AsyncGenerator<VanishingState> {
  const backend = cpuBackend();
  const [train, test] = await digitSets(512, 200, seed);
  const variant = variants(depth).find(({ name }) => name === network)!;
  const batch = await readBatch(
    datasetOf(train),
    Array.from({ length: 128 }, (_, i) => i),
  );
  const model = build(variant, side, depth);
  const look = async (at: Model) => {
    const gradients = await gradientsOf(at, batch, { backend, loss, clip: variant.clip });
    const norm = (name: string) => Math.hypot(...(gradients[name]!.data as Float32Array));
    const biases = Object.entries(gradients).flatMap(([name, { data }]) =>
      /^hidden.*\/(bias|beta)$/.test(name) ? Array.from(data, Number) : [],
    );
    return {
      norms: Array.from({ length: depth }, (_, i) => norm(`${hiddenName(i + 1)}/kernel`)),
      dead: biases.filter((gradient) => gradient === 0).length / Math.max(1, biases.length),
    };
  };
  const accuracies: number[] = [];
  let atStart: readonly number[] | undefined;
  for await (const { model: now, epoch, ended } of epochsOf(model, {
    backend,
    seed,
    train: datasetOf(train),
    epochs: 25,
    batchSize: 64,
    loss,
    optimizer: sgd({ learningRate: 0.005, momentum: 0.9 }),
    ...(variant.clip && { clip: variant.clip }),
  })) {
    const { norms, dead } = await look(now);
    atStart ??= norms;
    const judged = await evaluate(now, {
      backend,
      data: datasetOf(test),
      batchSize: 200,
      loss,
      metrics: { accuracy: metrics.accuracy() },
    });
    if (accuracies.length <= epoch) accuracies.push(judged!.accuracy);
    yield { epoch, norms, atStart, dead, accuracies, isDiverged: ended?.stopped === 'diverged' };
  }
}
