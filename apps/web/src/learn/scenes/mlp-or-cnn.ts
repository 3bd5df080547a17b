import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  conv2D,
  dense,
  flatten,
  globalMaxPooling2D,
  type Model,
  maxPooling2D,
  parameterCount,
  predict,
  sequential,
  softmaxOf,
  sparseCategoricalCrossentropy,
  tensor,
} from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/mlp-or-cnn.tsx';
import { type Digits, digitSets, side } from './shared/digits.ts';
import { together } from './shared/together.ts';
import { epochsOf } from './shared/training.ts';

const field = 16;
const farthest = 3;

export interface Sight {
  readonly parameters: number;
  /** Right answers about digits moved by 0, 1, … pixels. */
  readonly accuracies: readonly number[];
  /** What it says of the digit that is shown, for each shift. */
  readonly chances: readonly (readonly number[])[];
}

export interface MlpOrCnnState {
  readonly epoch: number;
  readonly field: number;
  /** One digit, for each shift. */
  readonly pictures: readonly Float32Array[];
  readonly label: number;
  readonly mlp: Sight;
  readonly cnn: Sight;
  /** Of some hidden neurons of the MLP, and all filters of the CNN's first layer. */
  readonly mlpWeights: readonly Float32Array[];
  readonly cnnWeights: readonly Float32Array[];
}

export async function* scene({
  examples,
  filters,
  digit,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<MlpOrCnnState> {
  const backend = cpuBackend();
  const [train, test] = await digitSets(examples, 60, seed);
  const input = [1, field, field];
  const cnn = sequential({ input }, [
    conv2D(filters, 3, { padding: 'same', activation: 'relu', name: 'first' }),
    maxPooling2D(2),
    conv2D(2 * filters, 3, { padding: 'same', activation: 'relu' }),
    globalMaxPooling2D(),
    dense(10),
  ]);
  const hidden = Math.max(2, Math.round(parameterCount(cnn) / (field * field + 11)));
  const mlp = sequential({ input }, [flatten(), dense(hidden, { activation: 'relu', name: 'first' }), dense(10)]);
  const learn = (model: Model) =>
    epochsOf(model, {
      backend,
      train: moved(train, 0),
      epochs: 30,
      batchSize: 25,
      seed,
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      optimizer: adam({ learningRate: 0.006 }),
    });
  const shifts = Array.from({ length: farthest + 1 }, (_, shift) => fieldOf(test, shift));
  const look = async (model: Model): Promise<Sight> => {
    const each = await Promise.all(
      shifts.map(async (data) => {
        const { data: logits } = await predict(model, { backend, data, batchSize: test.labels.length });
        return test.labels.map((_, i) => softmaxOf(Array.from(logits.subarray(10 * i, 10 * i + 10), Number)));
      }),
    );
    const isRight = (chances: readonly number[], i: number) => chances.indexOf(Math.max(...chances)) === test.labels[i];
    return {
      parameters: parameterCount(model),
      accuracies: each.map((all) => all.filter(isRight).length / all.length),
      chances: each.map((all) => all[digit - 1]!),
    };
  };
  const area = field * field;
  const weights = (model: Model) =>
    model.parameters.find(({ name }) => name === 'first/kernel')!.value!.data as Float32Array;
  for await (const [a, b] of together(learn(mlp), learn(cnn))) {
    const [wide, small] = [weights(a.model), weights(b.model)];
    yield {
      epoch: a.epoch,
      field,
      pictures: shifts.map(({ data }) => (data as Float32Array).slice((digit - 1) * area, digit * area)),
      label: test.labels[digit - 1]!,
      mlp: await look(a.model),
      cnn: await look(b.model),
      mlpWeights: Array.from({ length: Math.min(8, hidden) }, (_, unit) =>
        Float32Array.from({ length: area }, (_, i) => wide[i * hidden + unit]!),
      ),
      cnnWeights: Array.from({ length: filters }, (_, i) => small.slice(9 * i, 9 * i + 9)),
    };
  }
}

/** Digits in the middle of a dark field, moved right and down. */
function fieldOf({ pixels, labels }: Digits, shift: number) {
  const top = (field - side) / 2 + shift;
  const data = new Float32Array(labels.length * field * field);
  labels.forEach((_, i) => {
    for (let row = 0; row < side; row++)
      data.set(
        pixels.subarray((i * side + row) * side, (i * side + row + 1) * side),
        (i * field + top + row) * field + top,
      );
  });
  return tensor('float32', [labels.length, 1, field, field], data);
}

const moved = (digits: Digits, shift: number) =>
  arrayDataset(fieldOf(digits, shift), tensor('int32', [digits.labels.length], digits.labels));
