import { dense, flatten, sequential } from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/cifar10-mlp.tsx';
import { type Course, course, courseOf, type Judged, judged, pixelsOf, shapeSets } from './shared/shape-course.ts';
import { shapeSide } from './shared/shapes.ts';

const shown = 12;

export interface MlpState {
  readonly course: Course;
  readonly pixels: Uint8Array;
  readonly judged: readonly Judged[];
  /** Of the first hidden neurons: a weight for each value of each pixel, `[3, 16, 16]`. */
  readonly weights: readonly Float32Array[];
}

export async function* scene({
  hidden,
  examples,
  rate,
  shuffled,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<MlpState> {
  const [train, validation] = shapeSets(examples, seed, shuffled);
  const network = sequential({ input: [3, shapeSide, shapeSide] }, [
    flatten(),
    dense(hidden, { activation: 'relu', name: 'hidden' }),
    dense(5),
  ]);
  const pixels = pixelsOf(validation, shown);
  const values = 3 * shapeSide * shapeSide;
  for await (const moment of course(network, { train, validation, learningRate: rate, epochs: 40, seed })) {
    const kernel = moment.model.parameters.find(({ name }) => name === 'hidden/kernel')!.value!.data as Float32Array;
    yield {
      course: courseOf(moment),
      pixels,
      judged: await judged(moment.model, validation, shown),
      weights: Array.from({ length: 8 }, (_, unit) =>
        Float32Array.from({ length: values }, (_, i) => kernel[i * hidden + unit]!),
      ),
    };
  }
}
