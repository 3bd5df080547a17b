import { onlyOptions, requireOption, show } from '../../options.ts';
import type { Storage } from '../../storage.ts';
import { writeCheckpoint } from '../checkpoint/files.ts';
import { now } from '../clock.ts';
import type { BatchLogs, Callback, Trainer } from './callback.ts';
import { type MonitorOptions, monitorOptions, watch } from './monitor.ts';

/** Options of `modelCheckpoint`. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Where checkpoints are kept: `last`, and if asked for `best` and `epoch-0005`. */
  readonly storage: Storage;
  /** Keeps the state after the best epoch by `monitor` as `best`; off unless switched on. */
  readonly saveBest?: boolean;
  /** Keeps the state after every so many epochs for good: `epoch-0005`, `epoch-0010`, … */
  readonly everyEpochs?: number;
  /** Writes `last` also within epochs, after so many updates, or once so many seconds have passed since it was written. */
  readonly everySteps?: number;
  readonly everySeconds?: number;
}

/**
 * Saves the whole state of the training: after each epoch, and when it is stopped from outside. `readCheckpoint` gives it
 * back, and `fit({ …, resume })` goes on from there as if nothing had happened.
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const where = 'modelCheckpoint';
  const { storage, saveBest = false, everyEpochs, everySteps, everySeconds, ...monitor } = options;
  onlyOptions(where, ['storage', 'saveBest', 'everyEpochs', 'everySteps', 'everySeconds', ...monitorOptions], options);
  requireOption(
    typeof storage?.write === 'function',
    where,
    'storage',
    "a storage, such as folderStorage('checkpoints')",
    storage,
  );
  for (const [name, value] of Object.entries({ everyEpochs, everySteps }))
    requireOption(
      value === undefined || (Number.isInteger(value) && value > 0),
      where,
      name,
      'a whole number from 1',
      value,
    );
  requireOption(
    everySeconds === undefined || everySeconds > 0,
    where,
    'everySeconds',
    'a number above 0',
    everySeconds,
  );
  const monitored = Object.keys(monitor).filter((name) => monitor[name as keyof MonitorOptions] !== undefined);
  requireOption(
    saveBest || monitored.length === 0,
    where,
    'saveBest',
    `true where ${monitored} is given`,
    show(saveBest),
  );

  const best = watch(monitor, where);
  let written = 0;
  const save = async (trainer: Trainer, names: readonly string[]) => {
    const state = await trainer.capture();
    for (const name of names) await writeCheckpoint(storage, name, state);
    written = now();
  };
  return {
    name: where,
    isLast: true,
    onTrainBegin() {
      best.reset();
      written = now();
    },
    ...(everySteps !== undefined && {
      onTrainBatchEnd: async ({ step }: BatchLogs, trainer: Trainer) => {
        if (step % everySteps === 0) await save(trainer, ['last']);
      },
    }),
    async onExecutionEnd(_, trainer) {
      if (everySeconds !== undefined && now() - written >= everySeconds) await save(trainer, ['last']);
    },
    async onEpochEnd(epoch, logs, trainer) {
      const isKept = everyEpochs !== undefined && epoch % everyEpochs === 0;
      const isBest = saveBest && best.isBetter(logs);
      await save(trainer, [
        ...(isKept ? [`epoch-${String(epoch).padStart(4, '0')}`] : []),
        ...(isBest ? ['best'] : []),
        'last',
      ]);
    },
    onAbort: (trainer) => save(trainer, ['last']),
    memory: {
      read: () => ({ values: { best: best.read() } }),
      restore: ({ values }) => best.restore(values.best),
    },
  };
}
