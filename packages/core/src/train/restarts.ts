/** Several trainings from different starts, of which the best counts. */
import { NumericError, UsageError } from '../errors.ts';
import type { Model } from '../nn/model.ts';
import { onlyOptions } from '../options.ts';
import { type MonitorOptions, watch } from './callbacks/monitor.ts';
import { type FitOptions, fit, fitOptionNames, type Run, requireCount } from './fit.ts';
import type { Logs } from './logs.ts';
import type { Progress } from './progress.ts';

/** Options of `restarts`: those of `fit`, how many starts, and which figure tells the best. */
export interface RestartsOptions
  extends Omit<FitOptions, 'resume' | 'facts' | 'onProgress'>,
    Pick<MonitorOptions, 'monitor' | 'mode'> {
  /** How many trainings there are. They have the seeds `seed`, `seed + 1`, … */
  readonly starts: number;
  readonly onProgress?: (progress: Progress & { readonly start: number; readonly starts: number }) => void;
}

/** One of the trainings; `model` is there for the best only, so that no more weights are kept than those. */
export interface RestartRun extends Omit<Run, 'model' | 'stepsPerExecution'> {
  readonly seed: number;
  /** The figures that it is judged by: those of its best epoch if a callback kept that, else of its last. */
  readonly logs?: Logs;
}

/** The best of several trainings, and all of them. */
export interface Restarts {
  /** With the weights of the best. */
  readonly model: Model;
  readonly best: RestartRun;
  /** In the order in which they ran; fewer than `starts` where they were stopped from outside. */
  readonly runs: readonly RestartRun[];
}

/**
 * Where descent ends depends on where it starts. Trains `starts` times, with other initial weights and another order each
 * time, and gives the model of the training whose figure `monitor` (`val_loss` unless given, or `loss` without a validation
 * set) is best. One that diverges is just none of the good ones. Throws what `fit` throws, a NumericError only if all of
 * them diverge before an epoch is finished.
 */
export async function restarts(model: Model, options: RestartsOptions): Promise<Restarts> {
  const { starts, monitor = options.validation ? 'val_loss' : 'loss', mode, onProgress, ...training } = options;
  const { seed: first = 0, signal } = training;
  const refused = ['resume', 'facts'];
  const known = [...fitOptionNames.filter((name) => !refused.includes(name)), 'starts', 'monitor', 'mode'];
  onlyOptions('restarts', known, options);
  requireCount('starts', starts);
  if (model.parameters.every(({ trainable, value }) => !trainable || value))
    throw new UsageError('all starts would be the same: the model has its weights already', {
      where: 'restarts',
      hint: 'give a model that was not trained yet',
    });
  const better = watch({ monitor, ...(mode && { mode }) }, 'restarts');
  const runs: RestartRun[] = [];
  let best: { readonly model: Model; readonly run: RestartRun } | undefined;
  let failure: NumericError | undefined;
  for (let start = 1; start <= starts && !(signal?.aborted && best); start++) {
    const seed = first + start - 1;
    try {
      const { model: trained, ...run } = await fit(model, {
        ...training,
        seed,
        ...(onProgress && { onProgress: (progress) => onProgress({ ...progress, start, starts }) }),
      });
      const logs = (run.history.find(({ epoch }) => epoch === run.bestEpoch) ?? run.history.at(-1))?.logs;
      const done = { ...run, seed, ...(logs && { logs }) };
      runs.push(done);
      const isBest = logs !== undefined && better.isBetter(logs);
      if (isBest || !best) best = { model: trained, run: done };
    } catch (error) {
      if (!(error instanceof NumericError)) throw error;
      failure = error;
      runs.push({ seed, history: [], stopped: 'diverged', reason: error.statement, seconds: 0 });
    }
  }
  if (!best) throw failure!;
  return { model: best.model, best: best.run, runs };
}
