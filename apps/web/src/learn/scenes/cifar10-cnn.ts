import { conv2D, cut, dense, flatten, type Layer, maxPooling2D, predict, sequential } from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/cifar10-cnn.tsx';
import {
  backend,
  type Course,
  course,
  courseOf,
  type Judged,
  judged,
  pixelsOf,
  shapeSets,
} from './shared/shape-course.ts';
import { shapeSide } from './shared/shapes.ts';
import { together } from './shared/together.ts';

const shown = 12;

export interface CnnState {
  readonly course: Course;
  /** The dense network of the page before, on the same pictures. */
  readonly dense: Course;
  readonly pixels: Uint8Array;
  readonly judged: readonly Judged[];
  readonly filters: readonly Float32Array[];
  /** What each filter of the first layer finds in each picture that is shown, `[pictures, filters, 16, 16]`. */
  readonly maps: Float32Array;
}

export async function* scene({
  convolutions,
  filters,
  examples,
  shuffled,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<CnnState> {
  const [train, validation] = shapeSets(examples, seed, shuffled);
  const layers = [filters, 16, 32]
    .slice(0, convolutions)
    .flatMap((count, i): readonly Layer[] => [
      conv2D(count, 3, { padding: 'same', activation: 'relu', name: `conv${i + 1}` }),
      maxPooling2D(2),
    ]);
  const input = [3, shapeSide, shapeSide];
  const convolutional = sequential({ input }, [...layers, flatten(), dense(5)]);
  const fullyConnected = sequential({ input }, [flatten(), dense(64, { activation: 'relu' }), dense(5)]);
  const settings = { train, validation, epochs: 30, seed };
  const pixels = pixelsOf(validation, shown);
  for await (const [moment, other] of together(
    course(convolutional, { ...settings, learningRate: 0.005 }, 0),
    course(fullyConnected, { ...settings, learningRate: 0.001 }, 0),
  )) {
    const kernel = moment.model.parameters.find(({ name }) => name === 'conv1/kernel')!.value!.data as Float32Array;
    const data = { size: shown, get: (i: number) => validation.get(i) };
    const maps = await predict(cut(moment.model, 'conv1'), { backend, data, batchSize: shown });
    yield {
      course: courseOf(moment),
      dense: courseOf(other),
      pixels,
      judged: await judged(moment.model, validation, shown),
      filters: Array.from({ length: filters }, (_, i) => kernel.slice(27 * i, 27 * (i + 1))),
      maps: maps.data as Float32Array,
    };
  }
}
