/** What `graft train --backbone` is told of its strategy, and what it shows of one. */
import { UsageError } from '@graftml/core';
import {
  type FineTuningOptions,
  type Head,
  parseAugmentation,
  type Strategy,
  type Transfer,
  type TransferProgress,
} from '@graftml/vision';
import type { CheckpointRequest } from './checkpoints.ts';
import { trainsNetwork } from './option-sets.ts';
import { counter } from './output/bar.ts';
import { count, counted, duration, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { type OptimizerName, optimizers } from './task.ts';
import { trainingDisplay } from './training-display.ts';

export interface StrategyRequest extends Omit<CheckpointRequest, 'epochs'> {
  readonly strategy: Strategy;
  readonly head: Head['type'];
  /** These four are of what is trained by steps: the network, or a head that is not linear. */
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: OptimizerName;
  readonly learningRate?: number;
  /** These are of a network. */
  readonly from?: string;
  readonly batchNorm?: 'frozen' | 'live';
  readonly augment?: string;
  readonly patience?: number;
}

/** The options of `transfer` that say what is trained, and how. */
export function strategyOptions(request: StrategyRequest): {
  readonly strategy: Strategy;
  readonly head: Head;
  readonly fineTuning?: FineTuningOptions;
} {
  const { strategy, head: type, epochs, batchSize, optimizer, learningRate } = request;
  const steps = { ...(epochs !== undefined && { epochs }), ...(batchSize !== undefined && { batchSize }) };
  const asked = optimizer ?? (learningRate === undefined ? undefined : 'adam');
  const how = asked && optimizers[asked](learningRate === undefined ? {} : { learningRate });
  const withSteps = { ...steps, ...(how && { optimizer: how }) };
  if (!trainsNetwork(strategy)) return { strategy, head: type === 'linear' ? { type } : { type, ...withSteps } };
  const { from, batchNorm, patience, augment } = request;
  return {
    strategy,
    head: { type },
    fineTuning: {
      ...withSteps,
      ...(from !== undefined && { from }),
      ...(batchNorm && { batchNorm }),
      ...(patience !== undefined && { patience }),
      ...(augment !== undefined && { augment: pictureChanges(augment) }),
    },
  };
}

function pictureChanges(words: string) {
  const { pictures, mixup } = parseAugmentation(words, '--augment');
  if (mixup !== undefined)
    throw new UsageError('mixes pictures only where a network of your own is trained', {
      where: '--augment mixup',
      hint: 'leave mixup out',
    });
  return Object.keys(pictures).length === 0 ? (false as const) : pictures;
}

/** Live lines in turn, with the time that is left, and the epochs of what is trained by steps. */
export function strategyDisplay(screen: Screen) {
  let line: ReturnType<typeof counter> | undefined;
  let training: ReturnType<typeof trainingDisplay> | undefined;
  let current = '';
  const begins = (phase: string): boolean => {
    if (phase === current) return false;
    line?.end();
    current = phase;
    line = undefined;
    training = undefined;
    return true;
  };
  return {
    show(progress: TransferProgress): void {
      const { phase } = progress;
      if (phase === 'features') {
        const { of, done, total, found } = progress;
        if (begins(`${phase} ${of}`)) {
          line = counter(screen, 'Features', 'pictures');
          if (found > 0) screen.fact('Features', `${count(found)} of ${counted(total, 'picture')} known from before`);
        } else line!.at(done, done / total);
        return;
      }
      const isNew = begins(phase);
      if (phase === 'probes' || phase === 'pictures') {
        if (isNew)
          line = counter(
            screen,
            phase === 'probes' ? 'Probing' : 'Reading',
            phase === 'probes' ? 'places' : 'pictures',
          );
        line!.at(progress.done, progress.done / progress.total);
      } else if ((phase === 'head' || phase === 'network') && progress.training) {
        training ??= trainingDisplay(screen);
        training.show(progress.training);
      } else screen.live(() => (phase === 'head' ? 'Head' : 'Testing'), true);
    },
    end(): void {
      line?.end();
      screen.clear();
    },
  };
}

/** What was chosen and why. */
export function showStrategy(asked: Strategy, result: Transfer, screen: Screen): void {
  const { bold, dim, yellow } = screen.colours;
  const { strategy, probes, reasons, training } = result;
  if (probes) {
    const width = Math.max(...probes.map(({ at }) => (at ?? 'the output').length));
    probes.forEach(({ at, accuracy, standardError, n, width: features }, i) => {
      const isCut = at === result.at && strategy !== 'scratch';
      const text = `${printable(at ?? 'the output').padEnd(width)}  ${percent(accuracy).padStart(7)}`;
      const more = `± ${percent(standardError)}, ${counted(features, 'feature')}, linear, ${count(n)} pictures`;
      screen.fact(i === 0 ? 'Cut at' : '', `${isCut ? bold(text) : text}  ${dim(more)}`);
    });
  }
  screen.fact('Strategy', asked === strategy ? strategy : `${bold(strategy)}, chosen by measuring`);
  for (const [i, reason] of reasons.entries()) screen.fact(i === 0 ? 'Why' : '', printable(reason));
  if (!training) return;
  if (training.stopped === 'aborted') screen.fact('Stopped', yellow('as you asked, before all epochs were done'));
  else if (training.reason) screen.fact('Stopped', training.reason);
  if (training.history.length > 0)
    screen.fact('Trained', `${counted(training.history.length, 'epoch')} in ${duration(training.seconds)}`);
}
