/** How much memory a training takes, told before it is begun. */
import type { Capabilities, Program } from '../backend.ts';
import { inputName, type Value } from '../ir/value.ts';
import { memoryOf } from '../nn/memory.ts';
import type { Model } from '../nn/model.ts';
import { legalize } from '../passes/legalize.ts';
import { bytesPerElement, elementCount } from '../tensor.ts';
import { accumulationProgram, evaluationProgram, type Training, trainingProgram, updateProgram } from './step.ts';

/** What the memory of a training depends on. */
export interface TrainingMemoryOptions extends Training {
  readonly batchSize: number;
  /** Of the training set: they tell how large the short last batch of an epoch is. */
  readonly examples: number;
  /** 1 unless given. */
  readonly gradientAccumulationSteps?: number;
}

/** Bytes, at the moment when most is needed. */
export interface TrainingMemory {
  /** Of all copies of the parameters. */
  readonly weights: number;
  readonly gradients: number;
  /** Of what the optimizer keeps for each parameter, and of gradients that are accumulated: all copies. */
  readonly optimizer: number;
  /** Of what else a step and an evaluation make and are fed. */
  readonly activations: number;
  /** All of these together. */
  readonly total: number;
}

/**
 * An estimate. What a step changes is there four times: as it was, as it is, as it becomes, and on its way between the training
 * and the backend; the weights twice more, those of the last epoch and of the best. All gradients may be there at once, for a
 * runtime orders the nodes as it likes. Activations are counted as `memoryOf` counts them, on the graph as the backend
 * will run it; those of a short last batch and of an evaluation are added, since a runtime keeps the memory of each program. Feeds count
 * twice: the next batch is prepared while one runs. Not counted: the runtime itself, and the examples that a dataset holds.
 * Of four trainings (two small networks, VGG16, the reference) the whole process took 1.1 to 1.2 times as much.
 */
export function trainingMemory(
  model: Model,
  capabilities: Capabilities,
  { batchSize, examples, gradientAccumulationSteps = 1, ...training }: TrainingMemoryOptions,
): TrainingMemory {
  const accumulates = gradientAccumulationSteps > 1;
  const step = (batch: number) => (accumulates ? accumulationProgram : trainingProgram)(model, training, batch);
  const short = examples % batchSize;
  const programs = [
    step(batchSize),
    ...(short > 0 ? [step(short)] : []),
    ...(accumulates ? [updateProgram(model, training)] : []),
    evaluationProgram(model, training, batchSize),
  ];
  const trained = sum(model.parameters.filter(({ trainable }) => trainable).map(bytesOf));
  const all = sum(model.parameters.map(bytesOf));
  const slots = Object.keys(training.optimizer.slots).length + (accumulates ? 1 : 0);
  const parts = {
    weights: 4 * trained + (all - trained) + 2 * all,
    gradients: trained,
    optimizer: 4 * slots * trained,
    activations: sum(programs.map((program) => activationsOf(program, capabilities))),
  };
  return { ...parts, total: sum(Object.values(parts)) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const bytesOf = ({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>): number =>
  bytesPerElement(dtype) * elementCount(shape as readonly number[]);

/** Without what becomes of the state, which is counted elsewhere. */
function activationsOf({ graph, state }: Program, capabilities: Capabilities): number {
  const kept = new Map(state.map(({ input, output }) => [input, output]));
  const isKept = (value: Value) => kept.has(inputName(value) ?? '');
  const { activations } = memoryOf(legalize(graph, capabilities), isKept, {});
  const feeds = graph.inputs.filter((value) => !isKept(value));
  const next = [...kept.values()].flatMap((output) => (output === undefined ? [] : [graph.outputs[output]!]));
  return activations! + sum(feeds.map(bytesOf)) - sum(next.map(bytesOf));
}
