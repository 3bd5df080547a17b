/** What a network says of some examples while it is trained: for people who watch. */
import {
  type Backend,
  type Callback,
  type Dataset,
  inputName,
  type Model,
  predictionProgram,
  type Tensor,
  type Tensors,
  tensor,
  weightsOf,
} from '@graftml/core';

/** What it says of one of them by now. */
export interface WatchedAnswer {
  /** Of the example, in the data that are watched. */
  readonly index: number;
  /** An index of a class, and how sure it is. */
  readonly said: number;
  readonly probability: number;
}

/** More tell a watcher nothing, and each is run after every epoch. */
const most = 48;

export interface WatchOptions {
  readonly backend: Backend;
  readonly data: Dataset;
  readonly tell: (answers: readonly WatchedAnswer[]) => void;
}

/** A callback for `fit`, which has to be disposed of after it. @param model to logits `[N, classes]` */
export function answersByEpoch(
  model: Model,
  { backend, data, tell }: WatchOptions,
): { readonly callback: Callback; dispose(): Promise<void> } {
  const size = Math.min(most, data.size);
  const indices = Array.from({ length: size }, (_, i) => Math.floor((i * data.size) / size));
  const program = predictionProgram(model, size);
  const input = inputName(program.graph.inputs[0]!)!;
  const prepare = async () => {
    const examples = await Promise.all(indices.map((index) => data.get(index)));
    const [executable, state] = await Promise.all([backend.compile(program), backend.createState(weightsOf(model))]);
    return { executable, state, x: stacked(examples.map(({ x }) => x)) };
  };
  let prepared: ReturnType<typeof prepare> | undefined;
  const look = async (weights: Tensors) => {
    prepared ??= prepare();
    const { executable, state, x } = await prepared;
    await state.write(weights);
    const { output } = await executable.run({ [input]: x }, state);
    const logits = output!.data as Float32Array;
    const classes = logits.length / size;
    tell(
      indices.map((index, i) => {
        const row = probabilitiesOf(logits.subarray(i * classes, (i + 1) * classes));
        const probability = Math.max(...row);
        return { index, said: row.indexOf(probability), probability };
      }),
    );
  };
  return {
    callback: { name: 'answers', onEpochEnd: async (_, __, trainer) => look(await trainer.weights()) },
    async dispose() {
      await (await prepared)?.executable.dispose();
    },
  };
}

function probabilitiesOf(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** `[n, ...]` */
function stacked(examples: readonly Tensor[]): Tensor<'float32'> {
  const [first] = examples;
  const length = first!.data.length;
  const data = new Float32Array(examples.length * length);
  examples.forEach((example, i) => {
    data.set(example.data as Float32Array, i * length);
  });
  return tensor('float32', [examples.length, ...first!.shape], data);
}
