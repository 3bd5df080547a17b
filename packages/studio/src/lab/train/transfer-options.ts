/** A project's settings as `transfer` takes them. */
import { adam, type Optimizer, rmsprop, sgd, UsageError } from '@graftml/core';
import { type FineTuningOptions, type Head, type Picture, parseAugmentation } from '@graftml/vision';
import { partsOf } from '../../project/division.ts';
import type { NetworkSettings, Project, Settings } from '../../project/project.ts';
import type { ProjectPictures } from '../collection.ts';

/** Whether a network may be trained, not only a head. */
export const trainsNetwork = ({ strategy }: Pick<Settings, 'strategy'>): boolean =>
  strategy !== 'head' && strategy !== 'earlier';

/** What is absent stays with `transfer` to decide. @throws UsageError for an augmentation that it does not know */
export function headAndTuning(settings: Settings): { readonly head: Head; readonly fineTuning?: FineTuningOptions } {
  const { head: type, network, strategy } = settings;
  const { epochs, batchSize, dropout, l2 } = network;
  const trains = trainsNetwork(settings);
  const optimizer = optimizerOf(network, strategy);
  const steps = {
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(optimizer && { optimizer }),
  };
  const head: Head =
    type === 'linear'
      ? { type }
      : {
          type,
          ...(dropout !== undefined && { dropout }),
          ...(l2 !== undefined && l2 > 0 && { l2 }),
          ...(!trains && steps),
        };
  if (!trains) return { head };
  const { patience, schedule } = network;
  const fineTuning: FineTuningOptions = {
    ...steps,
    augment: augmentOf(settings.augmentation),
    ...(patience !== undefined && { patience }),
    ...(schedule && { schedule }),
  };
  return { head, fineTuning };
}

function augmentOf(words: string): NonNullable<FineTuningOptions['augment']> {
  if (words.trim() === '') return false;
  const { pictures, mixup } = parseAugmentation(words);
  if (mixup !== undefined)
    throw new UsageError('is not done while a network is trained on', {
      where: 'augmentation',
      received: 'mixup',
      hint: 'leave it out',
    });
  return pictures;
}

/** Rates at which each goes well: a head alone may learn faster than a network that knows much already. */
const usualRates = {
  adam: { tuned: 1e-4, fresh: 1e-3 },
  rmsprop: { tuned: 1e-4, fresh: 1e-3 },
  sgd: { tuned: 1e-3, fresh: 1e-2 },
} as const;

function optimizerOf(
  { optimizer, learningRate: asked }: NetworkSettings,
  strategy: Settings['strategy'],
): Optimizer | undefined {
  if (optimizer === undefined && asked === undefined) return undefined;
  const name = optimizer ?? 'adam';
  const tuned = strategy === 'fine-tune' || strategy === 'auto';
  const learningRate = asked ?? usualRates[name][tuned ? 'tuned' : 'fresh'];
  if (name === 'adam') return adam({ learningRate });
  return name === 'rmsprop' ? rmsprop({ learningRate }) : sgd({ learningRate, momentum: 0.9 });
}

/** Each in the part that `partsOf` says, which is what a person sees. */
export function inParts({ pictures, idOf }: ProjectPictures, project: Project): Picture[] {
  const parts = partsOf(project);
  return pictures.map((picture) => ({ ...picture, split: parts.get(idOf.get(picture.name)!) ?? 'train' }));
}

/** The same pictures, those of rare classes counting as much together as those of frequent ones: the mean weight is 1. */
export function balanced(pictures: readonly Picture[]): Picture[] {
  const learnt = pictures.filter(({ split = 'train' }) => split === 'train');
  const counts = new Map<string, number>();
  for (const { labels } of learnt) counts.set(labels[0]!, (counts.get(labels[0]!) ?? 0) + 1);
  return pictures.map((picture) => {
    const count = counts.get(picture.labels[0]!);
    return count === undefined ? picture : { ...picture, weight: learnt.length / (counts.size * count) };
  });
}
