/** A training as it goes: one live line, and a row for each epoch. */
import type { EpochLogs, Logs, Progress } from '@graftml/core';
import { drawMoment } from './output/bar.ts';
import { count, duration, figure, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';

const columns = [
  { title: 'epoch', width: 7, of: ({ epoch }: Row, epochs: number) => `${epoch}/${epochs}` },
  { title: 'loss', width: 9, of: ({ logs }: Row) => number(logs.loss) },
  { title: 'accuracy', width: 10, of: ({ logs }: Row) => share(logs.accuracy) },
  { title: 'val loss', width: 10, of: ({ logs }: Row) => number(logs.val_loss) },
  { title: 'val acc.', width: 10, of: ({ logs }: Row) => share(logs.val_accuracy) },
  { title: 'pictures/s', width: 12, of: ({ examplesPerSecond }: Row) => count(examplesPerSecond) },
  { title: 'time', width: 8, of: ({ seconds }: Row) => duration(seconds) },
] as const;

type Row = Pick<EpochLogs, 'epoch' | 'logs' | 'examplesPerSecond' | 'seconds'>;

const number = (value: number | undefined): string => (value === undefined ? '–' : figure(value));
const share = (value: number | undefined): string => (value === undefined ? '–' : percent(value));

/** `show` is for `fit`'s progress. */
export function trainingDisplay(screen: Screen): { show(progress: Progress): void } {
  const { bold, dim, green } = screen.colours;
  let best = Number.POSITIVE_INFINITY;
  let began = 0;
  const row = (progress: Progress) => {
    const { epoch, epochs, logs, examplesPerSecond, elapsed } = progress;
    if (epoch === 1) screen.line(dim(columns.map(({ title, width }) => title.padStart(width)).join('')));
    const at = { epoch, logs, examplesPerSecond, seconds: elapsed - began };
    const isBest = logs.val_loss !== undefined && logs.val_loss < best;
    if (isBest) best = logs.val_loss!;
    const text = columns.map(({ width, of }) => of(at, epochs).padStart(width)).join('');
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
  const what = phase === 'train' ? `${epoch}/${epochs}`.padStart(7) : 'checking';
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
