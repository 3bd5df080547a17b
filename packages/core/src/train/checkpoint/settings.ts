/** What must be the same when a training goes on from a checkpoint. */
import type { Program } from '../../backend.ts';
import { UsageError } from '../../errors.ts';
import { printGraph } from '../../ir/print.ts';
import type { Model } from '../../nn/model.ts';
import { hash } from '../../random/random.ts';

export interface Settings {
  /** `'dense/kernel float32 [4, 3]'` */
  readonly parameters: readonly string[];
  readonly optimizer: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly gradientAccumulationSteps: number;
  readonly examples: number;
  readonly shuffle: boolean;
  /** A hash of the whole step: loss, penalties, dropout, clipping and the optimizer's options are in it. */
  readonly step: string;
  /** What the caller says must be the same, by names for a person. */
  readonly facts: Readonly<Record<string, string>>;
}

export const settingsOf = (
  { parameters }: Model,
  program: Program,
  others: Omit<Settings, 'parameters' | 'step'>,
): Settings => ({
  parameters: parameters.map(({ name, dtype, shape }) => `${name} ${dtype} [${shape.join(', ')}]`),
  ...others,
  step: hash(printGraph(program.graph)).toString(16),
});

const said: Readonly<Record<Exclude<keyof Settings, 'facts'>, string>> = {
  parameters: 'the parameters of the model',
  optimizer: 'the optimizer',
  seed: 'the seed',
  batchSize: 'the batch size',
  gradientAccumulationSteps: 'gradientAccumulationSteps',
  examples: 'the number of training examples',
  shuffle: 'shuffle',
  step: 'the training step: the loss, a layer, the clipping or an option of the optimizer',
};

/** @throws UsageError that names the first setting which is another one */
export function requireSame(saved: Settings, current: Settings): void {
  for (const name of Object.keys(said) as (keyof typeof said)[])
    if (JSON.stringify(saved[name]) !== JSON.stringify(current[name]))
      refuse(said[name], name === 'step' ? undefined : firstDifference(saved[name], current[name]));
  const [before, now] = [saved.facts ?? {}, current.facts];
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)]))
    if (before[name] !== now[name])
      refuse(name, { expected: before[name] ?? 'nothing', received: now[name] ?? 'nothing' });
}

function refuse(what: string, difference: { expected: string; received: string } | undefined): never {
  throw new UsageError(`the checkpoint is of another training: ${what} differs`, {
    where: 'resume',
    ...difference,
    hint: 'go on with what it was begun with, or begin anew',
  });
}

function firstDifference(before: unknown, after: unknown): { expected: string; received: string } {
  if (!Array.isArray(before) || !Array.isArray(after)) return { expected: `${before}`, received: `${after}` };
  const i = before.findIndex((entry, k) => entry !== after[k]);
  const at = i < 0 ? before.length : i;
  return { expected: `${before[at] ?? 'no more'}`, received: `${after[at] ?? 'no more'}` };
}
