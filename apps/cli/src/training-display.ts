/** A training as it goes: one live line, and a row for each epoch. */
import type { EpochLogs, Logs, Progress } from '@graftml/core';
import { drawMoment } from './output/bar.ts';
import { count, duration, figure, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';

type Row = Pick<EpochLogs, 'epoch' | 'logs' | 'examplesPerSecond' | 'seconds'>;

interface Column {
  readonly title: string;
  readonly width: number;
  readonly of: (row: Row) => string;
}

function columnsFor({ epochs, logs }: Progress): Column[] {
  const validated = 'val_loss' in logs;
  return [
    { title: 'epoch', width: Math.max(8, 2 * String(epochs).length + 2), of: ({ epoch }) => `${epoch}/${epochs}` },
    { title: 'loss', width: 9, of: (row) => figure(row.logs.loss ?? Number.NaN) },
    { title: 'accuracy', width: 10, of: (row) => percent(row.logs.accuracy ?? Number.NaN) },
    ...(validated
      ? [
          { title: 'val loss', width: 10, of: (row: Row) => figure(row.logs.val_loss ?? Number.NaN) },
          { title: 'val acc.', width: 10, of: (row: Row) => percent(row.logs.val_accuracy ?? Number.NaN) },
        ]
      : []),
    { title: 'pictures/s', width: 12, of: ({ examplesPerSecond }) => count(examplesPerSecond) },
    { title: 'time', width: 8, of: ({ seconds }) => duration(seconds) },
  ];
}

/** `show` is for `fit`'s progress, after the epochs of `before`. */
export function trainingDisplay(screen: Screen, before: readonly EpochLogs[] = []): { show(progress: Progress): void } {
  const { bold, dim, green } = screen.colours;
  let columns: readonly Column[] | undefined;
  let best = Math.min(...before.map(({ logs }) => logs.val_loss ?? Number.POSITIVE_INFINITY));
  let began = 0;
  const row = (progress: Progress) => {
    const { epoch, logs, examplesPerSecond, elapsed } = progress;
    if (!columns) {
      columns = columnsFor(progress);
      screen.line(dim(columns.map(({ title, width }) => title.padStart(width)).join('')));
    }
    const at = { epoch, logs, examplesPerSecond, seconds: elapsed - began };
    const isBest = logs.val_loss !== undefined && logs.val_loss < best;
    if (isBest) best = logs.val_loss!;
    const text = columns.map(({ width, of }) => of(at).padStart(width)).join('');
    screen.line(isBest ? `${bold(text)}  ${green('best')}` : text);
    began = elapsed;
  };
  return {
    show(progress) {
      if (progress.phase === 'epoch') row(progress);
      else screen.live(() => drawMoment(momentOf(progress), screen));
    },
  };
}

function momentOf({ phase, epoch, epochs, batch, batches, logs, examplesPerSecond, remaining }: Progress) {
  const what = phase === 'train' ? `${epoch}/${epochs}`.padStart(8) : 'checking'.padStart(8);
  const left = Number.isFinite(remaining) ? [`${duration(remaining)} left`] : [];
  return {
    what,
    share: batch / batches,
    figures: [...figures(logs), `${count(examplesPerSecond)} pictures/s`, ...left],
  };
}

const figures = ({ loss, accuracy }: Logs): string[] => [
  ...(loss === undefined ? [] : [`loss ${figure(loss)}`]),
  ...(accuracy === undefined ? [] : [`accuracy ${percent(accuracy)}`]),
];
