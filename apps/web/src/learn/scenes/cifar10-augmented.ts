import { conv2D, dense, flatten, maxPooling2D, sequential } from '@graftml/core';
import { augment } from '@graftml/vision';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/cifar10-augmented.tsx';
import { type Course, course, courseOf, pixelsOf, shapeSets } from './shared/shape-course.ts';
import { shapeSide } from './shared/shapes.ts';
import { together } from './shared/together.ts';

export const [pictures, epochs] = [4, 7];

export interface AugmentedState {
  readonly plain: Course;
  readonly augmented: Course;
  /** Each picture as it is, then as each of seven rounds sees it. */
  readonly sheet: Uint8Array;
}

export async function* scene({
  move,
  turn,
  mirror,
  examples,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<AugmentedState> {
  const [train, validation] = shapeSets(examples, seed);
  const changed = augment(train, {
    widthShiftRange: move,
    heightShiftRange: move,
    rotationRange: turn,
    horizontalFlip: mirror,
  });
  const length = 3 * shapeSide * shapeSide;
  const sheet = new Uint8Array(pictures * (epochs + 1) * length);
  for (let i = 0; i < pictures; i++)
    for (let epoch = 0; epoch <= epochs; epoch++)
      sheet.set(
        epoch === 0 ? pixelsOf(train, i + 1).subarray(i * length) : changed.pixels(i, { seed, epoch }),
        (i * (epochs + 1) + epoch) * length,
      );
  const network = () =>
    sequential({ input: [3, shapeSide, shapeSide] }, [
      conv2D(8, 3, { padding: 'same', activation: 'relu' }),
      maxPooling2D(2),
      conv2D(16, 3, { padding: 'same', activation: 'relu' }),
      maxPooling2D(2),
      flatten(),
      dense(32, { activation: 'relu' }),
      dense(5),
    ]);
  const settings = { validation, learningRate: 0.003, epochs: 40, seed };
  const both = together(
    course(network(), { ...settings, train }, 0),
    course(network(), { ...settings, train: changed }, 0),
  );
  for await (const [a, b] of both) yield { plain: courseOf(a), augmented: courseOf(b), sheet };
}
