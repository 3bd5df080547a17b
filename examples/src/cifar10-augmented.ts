/**
 * The network of cifar10-cnn once more, and training pictures that are moved a little and mirrored, differently each time: a moved
 * frog is a frog. So it sees no picture twice, and learning by heart does not pay: the loss on what it learns from stays near the loss
 * on what it never saw, where without it the two drift apart. That takes more epochs; with 30 it takes minutes.
 */
import { cifar10Cnn, type Tensor } from '@graftml/core';
import { images } from '@graftml/plot';
import { type AugmentOptions, augment, type ImageDataset } from '@graftml/vision';
import type { Stage } from './harness/example.ts';
import { cifar10, cifar10Course } from './shared/cifar10.ts';

export const title = 'CIFAR-10 with augmentation: pictures moved and mirrored, never twice the same';

export const data = cifar10;
export const epochs = 30;

/** Up to a tenth of the side, to each side, and mirrored half of the time. */
const changes: AugmentOptions = { widthShiftRange: 0.1, heightShiftRange: 0.1, horizontalFlip: true };

export async function run(stage: Stage) {
  let sheet: Awaited<ReturnType<typeof contactSheet>> | undefined;
  const figures = await cifar10Course(cifar10Cnn(), stage, {
    async augmented(train) {
      sheet = await contactSheet(train, stage);
      return augment(train, changes);
    },
  });
  return { ...figures, ...sheet };
}

/** Five pictures, and what seven epochs see of each. */
async function contactSheet(train: ImageDataset, { seed, draw }: Stage) {
  const augmented = augment(train, changes);
  const rows = await Promise.all(
    [0, 1, 2, 3, 4].map(async (index) => {
      const seen = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((epoch) => augmented.get(index, { seed, epoch })));
      return [train.get(index), ...seen].map(({ x }) => x as Tensor<'float32'>);
    }),
  );
  await draw(
    images({
      title: 'At the left as it is, then as each of seven epochs sees it',
      size: 72,
      range: [0, 1],
      pictures: rows.flat(),
    }),
    'pictures',
  );
  const [original, ...seen] = rows[0]!;
  const again = await augmented.get(0, { seed, epoch: 1 });
  const isSame = (a: ArrayLike<unknown>, b: ArrayLike<unknown>) => Array.from(a).every((value, i) => value === b[i]);
  return {
    unlike: seen.filter(({ data }) => !isSame(data, original!.data)).length,
    repeatable: isSame(again.x.data, seen[0]!.data),
    untouched: isSame((await augmented.get(0)).x.data, original!.data),
  };
}
