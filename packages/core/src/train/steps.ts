/** Training steps on a backend: one program for a batch, several of it in one run, or the gradients of several batches and then an update. */
import type { Backend, Executable, Program, Series, State } from '../backend.ts';
import { inputName } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { type FloatType, scalar, type Tensors, toNumbers } from '../tensor.ts';
import { compiler, drawFeeds, feedsOf, onDemand, type ReadBatch } from './session.ts';
import { accumulationProgram, names, type Training, trainingProgram, updateProgram } from './step.ts';

/** A batch with everything that does not depend on the batch before. */
export interface PreparedBatch {
  readonly read: ReadBatch;
  readonly executable: Executable;
  readonly program: Program;
  readonly feeds: Tensors;
  /** Set where the update is a program of its own that follows now. */
  readonly update?: { readonly executable: Executable; readonly program: Program };
  /** Whether the weights change after this batch. */
  readonly isUpdate: boolean;
}

/** Batches that go into one run of the backend: one, or as many as the series has runs. */
export interface PreparedRun {
  readonly batches: readonly PreparedBatch[];
  readonly series?: Series;
}

/** What a batch gave. */
export interface BatchResult {
  readonly outputs: Tensors;
  readonly objective: number;
  /** By parameter, if they are watched and there was an update. */
  readonly gradientNorms?: Readonly<Record<string, number>>;
  /** The program that gave a NaN or an infinity, and what it was fed. The state is already what it was before. */
  readonly failed?: { readonly program: Program; readonly feeds: Tensors; readonly what: string };
}

/** Where a batch stands among those of its epoch. */
export interface BatchPlace {
  readonly seed: number;
  /** Counted from 0 over the whole training: random numbers are drawn by it. */
  readonly index: number;
  /** The part of the batch's examples in those of the update, and whether it is the first and the last of them. */
  readonly share: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

interface StepOptions {
  readonly backend: Backend;
  /** Of full batches: those that may be run together. */
  readonly batchSize: number;
  /** Whether an update follows several batches. */
  readonly accumulates: boolean;
}

export function trainingSteps(model: Model, training: Training, { backend, batchSize, accumulates }: StepOptions) {
  const build = accumulates ? accumulationProgram : trainingProgram;
  const batches = compiler(backend, (batch) => build(model, training, batch));
  const updates = compiler(backend, () => updateProgram(model, training));
  const series = onDemand(async (runs) => backend.compileSeries!((await batches.at(batchSize)).program, runs));
  const watched = model.parameters.filter(({ trainable }) => trainable).map(({ name }) => name);

  /** The norms that a program gave, by parameter. */
  const normsIn = (outputs: Tensors): Readonly<Record<string, number>> | undefined => {
    const norms = outputs[names.gradientNorms];
    return norms && Object.fromEntries(toNumbers(norms).map((norm, i) => [watched[i]!, norm]));
  };

  const resultOf = (outputs: Tensors): BatchResult => {
    const gradientNorms = normsIn(outputs);
    return { outputs, objective: Number(outputs[names.objective]!.data[0]), ...(gradientNorms && { gradientNorms }) };
  };

  const runOne = async (prepared: PreparedBatch, state: State, rate: number, step: number): Promise<BatchResult> => {
    const { executable, program, update } = prepared;
    const feeds = accumulates ? prepared.feeds : { ...prepared.feeds, ...ratesOf(program, rate, step) };
    const result = resultOf(await executable.run(feeds, state));
    const undo = async (failed: Required<BatchResult>['failed']): Promise<BatchResult> => {
      await state.rollback();
      return { ...result, failed };
    };
    if (!Number.isFinite(result.objective))
      return undo({ program, feeds, what: `the loss became ${result.objective}` });
    const updated = update
      ? { program: update.program, feeds: ratesOf(update.program, rate, step) }
      : { program, feeds };
    const gradientNorms = update ? normsIn(await update.executable.run(updated.feeds, state)) : result.gradientNorms;
    const bad = gradientNorms && watched.find((name) => !Number.isFinite(gradientNorms[name]));
    if (bad !== undefined)
      return undo({ ...updated, what: `the norm of the gradient of ${bad} became ${gradientNorms![bad]}` });
    return { ...result, ...(gradientNorms && { gradientNorms }) };
  };

  return {
    /** On a full batch. */
    program: async (): Promise<Program> => (await batches.at(batchSize)).program,
    async prepare(read: ReadBatch, { seed, index, share, isFirst, isLast }: BatchPlace): Promise<PreparedBatch> {
      const { executable, program } = await batches.at(read.indices.length);
      const dtype = floatOf(program);
      const feeds: Tensors = {
        ...feedsOf(program, model, read),
        ...drawFeeds(program, seed, index),
        ...(accumulates && {
          [names.share]: scalar(share, dtype),
          [names.keep]: scalar(isFirst ? 0 : 1, dtype),
        }),
      };
      return {
        read,
        executable,
        program,
        feeds,
        ...(accumulates && isLast && { update: await updates.at(1) }),
        isUpdate: isLast,
      };
    },
    /** The run of so many full batches. Rejects where the backend cannot run them together. */
    together: (runs: number): Promise<Series> => series.at(runs),
    /**
     * Runs batches, each with its learning rate, as the updates from number `step` (counted from 1) on; undoes what a NaN
     * would spoil. After a batch that failed there are no more results.
     */
    async run(
      { batches: prepared, series }: PreparedRun,
      state: State,
      learningRates: readonly number[],
      step: number,
    ): Promise<readonly BatchResult[]> {
      if (series) {
        const outputs = await series.run(
          prepared.map(({ program, feeds }, i) => ({ ...feeds, ...ratesOf(program, learningRates[i]!, step + i) })),
          state,
        );
        const results = outputs.map(resultOf);
        if (results.every(isFinite)) return results;
        // One by one they come to the step that failed, with the state as it was before that.
        await state.rollback();
      }
      const results: BatchResult[] = [];
      for (const [i, batch] of prepared.entries()) {
        results.push(await runOne(batch, state, learningRates[i]!, step + i));
        if (!isFinite(results.at(-1)!)) break;
      }
      return results;
    },
    async dispose() {
      await batches.dispose();
      await updates.dispose();
      await series.dispose();
    },
  };
}

/** Whether a step gave nothing that would spoil the weights. */
const isFinite = ({ objective, gradientNorms = {} }: BatchResult): boolean =>
  [objective, ...Object.values(gradientNorms)].every(Number.isFinite);

const ratesOf = (program: Program, learningRate: number, step: number): Tensors => ({
  [names.learningRate]: scalar(learningRate, floatOf(program)),
  [names.step]: scalar(step, floatOf(program)),
});

const floatOf = ({ graph }: Program): FloatType => {
  const rates: readonly string[] = [names.learningRate, names.share];
  return graph.inputs.find((value) => rates.includes(inputName(value) ?? ''))!.dtype as FloatType;
};
