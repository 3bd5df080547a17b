/** What is shown of a training that is under way, as its events tell it. */
import type { ClassId, PhotoId, Settings, TrainEvent } from '@graftml/studio';

export const phases = ['send', 'start', 'look', 'probes', 'pictures', 'learn', 'judge'] as const;
export type Phase = (typeof phases)[number];

/** Figures of an epoch, `loss` and `accuracy`, and `val_` before those of photos that it does not learn from. */
export type EpochFigures = Readonly<Record<string, number>>;

export interface Answer {
  readonly id: PhotoId;
  readonly said: ClassId;
  readonly probability: number;
}

export interface Show {
  readonly phase: Phase;
  readonly done: number;
  readonly total?: number;
  /** Photos whose features were known already. */
  readonly found?: number;
  readonly epoch?: { readonly at: number; readonly of: number; readonly perSecond: number };
  /** Epochs that are done, from the first. */
  readonly epochs: readonly EpochFigures[];
  /** The epoch that is under way: how far it is on the axis of epochs, and its figures so far. */
  readonly now?: { readonly x: number; readonly figures: EpochFigures };
  readonly device?: { readonly device: string; readonly reason: string };
  readonly answers: readonly Answer[];
  /** The server on which it runs does not answer now. */
  readonly isAway?: boolean;
}

export const beginning = (epochs: readonly EpochFigures[] = []): Show => ({
  phase: 'start',
  done: 0,
  epochs,
  answers: [],
});

/** The phases that a training with such settings goes through, in order. */
export function phasesOf({ strategy, device }: Pick<Settings, 'strategy' | 'device'>): readonly Phase[] {
  const left: Readonly<Record<Settings['strategy'], readonly Phase[]>> = {
    head: ['probes', 'pictures'],
    earlier: ['pictures'],
    'fine-tune': ['probes'],
    scratch: ['look', 'probes'],
    auto: [],
  };
  return phases.filter((phase) => !left[strategy].includes(phase) && (phase !== 'send' || device === 'server'));
}

/** Whether there are curves to draw: a head that is solved at once has none. */
export const hasCurves = ({ strategy, head }: Pick<Settings, 'strategy' | 'head'>): boolean =>
  head !== 'linear' || (strategy !== 'head' && strategy !== 'earlier');

export function shownAfter(show: Show, event: TrainEvent, { strategy }: Pick<Settings, 'strategy'>): Show {
  const onlyHead = strategy === 'head' || strategy === 'earlier';
  const { now: _, epoch: __, total: ___, found: ____, ...rest } = show;
  switch (event.phase) {
    case 'server':
      return { ...show, isAway: !event.answers };
    case 'device':
      return { ...show, device: { device: event.device, reason: event.reason } };
    case 'upload':
      return { ...rest, phase: 'send', done: event.done, ...(event.total !== undefined && { total: event.total }) };
    case 'answers':
      return { ...show, answers: event.answers };
    case 'features': {
      const { done, total, found } = event;
      return { ...rest, phase: 'look', done, total, found };
    }
    case 'pictures':
      // When all are read, the network is made ready, which takes seconds.
      if (event.done === event.total) return { ...rest, phase: 'learn', done: 0 };
      return { ...rest, phase: event.phase, done: event.done, total: event.total };
    case 'probes':
      return { ...rest, phase: event.phase, done: event.done, total: event.total };
    case 'head':
      // Where a network follows, its head is only the beginning of it.
      if (!onlyHead) return show;
      return event.training ? learning(show, event.training) : { ...rest, phase: 'learn', done: 0 };
    case 'network':
      return learning(show, event.training);
    case 'evaluation':
      return { ...rest, phase: 'judge', done: 0 };
  }
}

function learning(show: Show, training: Extract<TrainEvent, { phase: 'network' }>['training']): Show {
  const { epoch, epochs, batch, batches, logs, examplesPerSecond } = training;
  const isDone = training.phase === 'epoch';
  const x = isDone ? epoch : epoch - 1 + batch / batches;
  const { now: _, found: __, ...rest } = show;
  return {
    ...rest,
    phase: 'learn',
    done: Math.round(x * batches),
    total: epochs * batches,
    epoch: { at: epoch, of: epochs, perSecond: examplesPerSecond },
    ...(isDone
      ? { epochs: [...show.epochs.slice(0, epoch - 1), logs as EpochFigures] }
      : training.phase === 'train'
        ? { now: { x, figures: logs as EpochFigures } }
        : show.now && { now: show.now }),
  };
}

/** The epoch whose loss on photos that it has not seen is the lowest, counted from 1. */
export function bestOf(epochs: readonly EpochFigures[]): number | undefined {
  let best: number | undefined;
  for (const [i, { val_loss }] of epochs.entries())
    if (val_loss !== undefined && !(val_loss >= (epochs[(best ?? 0) - 1]?.val_loss ?? Number.POSITIVE_INFINITY)))
      best = i + 1;
  return best;
}
