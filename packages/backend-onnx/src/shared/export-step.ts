/** A whole training step as one plain ONNX file, with what a program in any language has to know to train with it. */
import {
  type Clip,
  type Distribution,
  type DType,
  initialState,
  initialWeights,
  inputName,
  type Loss,
  type Metrics,
  type Model,
  type Optimizer,
  stepNames,
  type Tensors,
  trainingProgram,
} from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { capabilitiesOf } from './capabilities.ts';
import { lower } from './lower.ts';
import { namesInFile } from './names-in-file.ts';

/** Options of `exportStep`: what the step is made of. */
export interface ExportStepOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics?: Metrics;
  readonly clip?: Clip;
  /** The examples of each step. */
  readonly batchSize: number;
  /** Of the initial weights that the model does not have yet: 0 unless given. */
  readonly seed?: number;
}

/** One input of the file that is fed anew at each step. */
export interface StepInput {
  /** In the file. */
  readonly name: string;
  /**
   * `x`, the examples; `target`; `weight`, how much each example counts, usually ones; `learning_rate`; `step`, counted from 1;
   * or `random`, to be drawn anew for each step.
   */
  readonly role: 'x' | 'target' | 'weight' | 'learning_rate' | 'step' | 'random';
  readonly dtype: DType;
  readonly shape: readonly number[];
  /**
   * Of `random`: `dropout` is `1 / keep` with probability `keep`, else 0; `uniform` lies from `low` up to `high`; `normal` has
   * `mean` and `stddev`.
   */
  readonly distribution?: Distribution;
}

/** JSON-able; also in the file's metadata, under `graft.step`. */
export interface StepDescription {
  readonly format: 'graft step';
  readonly version: 1;
  readonly model: string;
  readonly batchSize: number;
  readonly loss: string;
  readonly optimizer: string;
  /** The optimizer's own, if it is a number. */
  readonly learningRate?: number;
  readonly inputs: readonly StepInput[];
  /** Entries of the state: an input of the file, and the output that takes its place for the next step; none if it stays. */
  readonly state: readonly { readonly input: string; readonly output?: string }[];
  /** Outputs that tell how it goes: `objective`, the mean loss with penalties, is always there. */
  readonly outputs: readonly string[];
}

/** A training step as a file, and what its driver has to know. */
export interface ExportedStep {
  /** An ONNX file that stock ONNX Runtime runs on its CPU provider. */
  readonly file: Uint8Array;
  readonly description: StepDescription;
  /** What the state begins with, by the names of its inputs. */
  readonly state: Tensors;
}

/** Throws what building the step throws: a UsageError for a model with nothing to train, or for another batch size than its own. */
export function exportStep(model: Model, options: ExportStepOptions): ExportedStep {
  const { loss, optimizer, metrics = {}, clip, batchSize, seed = 0 } = options;
  const program = trainingProgram(model, { loss, optimizer, metrics, ...(clip && { clip }) }, batchSize);
  const { inputs, outputs } = lower(program.graph, 'cpu', capabilitiesOf('cpu', 'it runs anywhere'));
  const names = inputs.map((value) => inputName(value)!);
  const inFile = namesInFile(names, Object.keys(outputs));
  const held = new Set(program.state.map(({ input }) => input));
  const becomes = new Set(program.state.flatMap(({ output }) => output ?? []));
  const { learningRate } = optimizer;
  const description: StepDescription = {
    format: 'graft step',
    version: 1,
    model: model.name,
    batchSize,
    loss: loss.name,
    optimizer: optimizer.name,
    ...(typeof learningRate === 'number' && { learningRate }),
    inputs: inputs
      .filter((value) => !held.has(inputName(value)!))
      .map((value) => {
        const name = inputName(value)!;
        const distribution = value.source.kind === 'input' ? value.source.distribution : undefined;
        const { dtype, shape } = value;
        return {
          name,
          role: roleOf(name, distribution),
          dtype,
          shape: shape as number[],
          ...(distribution && { distribution }),
        };
      }),
    state: program.state.map(({ input, output }) => ({
      input,
      ...(output !== undefined && { output: inFile(output) }),
    })),
    outputs: Object.keys(outputs)
      .filter((name) => !becomes.has(name))
      .map(inFile),
  };
  const renamed = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [inFile(name), value]));
  const file = encodeGraph(
    { inputs, outputs: renamed },
    { name: program.name, metadata: { 'graft.step': JSON.stringify(description) } },
  );
  return { file, description, state: initialState(model.parameters, initialWeights(model, seed), optimizer) };
}

function roleOf(name: string, distribution: Distribution | undefined): StepInput['role'] {
  if (distribution) return 'random';
  const roles: Readonly<Record<string, StepInput['role']>> = {
    [stepNames.target]: 'target',
    [stepNames.weight]: 'weight',
    [stepNames.learningRate]: 'learning_rate',
    [stepNames.step]: 'step',
  };
  return roles[name] ?? 'x';
}
