/** Training steps on a backend: one program for a batch, or the gradients of several batches and then an update. */
import type { Backend, Executable, Program, State } from '../backend.ts';
import { inputName } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { type FloatType, scalar, type Tensors, toNumbers } from '../tensor.ts';
import { compiler, drawFeeds, feedsOf, type ReadBatch } from './session.ts';
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

export function trainingSteps(model: Model, training: Training, backend: Backend, accumulates: boolean) {
  const build = accumulates ? accumulationProgram : trainingProgram;
  const batches = compiler(backend, (batch) => build(model, training, batch));
  const updates = compiler(backend, () => updateProgram(model, training));
  const watched = model.parameters.filter(({ trainable }) => trainable).map(({ name }) => name);

  /** The norms that a program gave, by parameter. */
  const normsIn = (outputs: Tensors): Readonly<Record<string, number>> | undefined => {
    const norms = outputs[names.gradientNorms];
    return norms && Object.fromEntries(toNumbers(norms).map((norm, i) => [watched[i]!, norm]));
  };

  return {
    program: async (batchSize: number): Promise<Program> => (await batches.at(batchSize)).program,
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
    /** Runs a batch with `learningRate` as update number `step` (counted from 1); undoes what a NaN would spoil. */
    async run(prepared: PreparedBatch, state: State, learningRate: number, step: number): Promise<BatchResult> {
      const { executable, program, update } = prepared;
      const rates = (of: Program) => ({
        [names.learningRate]: scalar(learningRate, floatOf(of)),
        [names.step]: scalar(step, floatOf(of)),
      });
      const feeds = accumulates ? prepared.feeds : { ...prepared.feeds, ...rates(program) };
      const outputs = await executable.run(feeds, state);
      const objective = Number(outputs[names.objective]!.data[0]);
      const undo = async (failed: BatchResult['failed']): Promise<BatchResult> => {
        await state.rollback();
        return { outputs, objective, ...(failed && { failed }) };
      };
      if (!Number.isFinite(objective)) return undo({ program, feeds, what: `the loss became ${objective}` });
      const updated = update ? { program: update.program, feeds: rates(update.program) } : { program, feeds };
      const changed = update ? await update.executable.run(updated.feeds, state) : outputs;
      const gradientNorms = normsIn(changed);
      const bad = gradientNorms && watched.find((name) => !Number.isFinite(gradientNorms[name]));
      if (bad !== undefined)
        return undo({ ...updated, what: `the norm of the gradient of ${bad} became ${gradientNorms![bad]}` });
      return { outputs, objective, ...(gradientNorms && { gradientNorms }) };
    },
    async dispose() {
      await batches.dispose();
      await updates.dispose();
    },
  };
}

const floatOf = ({ graph }: Program): FloatType => {
  const rates: readonly string[] = [names.learningRate, names.share];
  return graph.inputs.find((value) => rates.includes(inputName(value) ?? ''))!.dtype as FloatType;
};
