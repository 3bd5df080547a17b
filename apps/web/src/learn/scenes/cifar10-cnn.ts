import { conv2D, cut, dense, flatten, type Layer, maxPooling2D, predict, sequential } from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/cifar10-cnn.tsx';
import { backend, type Course, course, courseOf, type Judged, judged, pixelsOf } from './shared/shape-course.ts';
import { shapePictures, shapeSide } from './shared/shapes.ts';

const shown = 12;

export interface CnnState {
  readonly course: Course;
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
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<CnnState> {
  const [train, validation] = [shapePictures(examples, seed, 'train'), shapePictures(100, seed, 'validation')];
  const layers = Array.from({ length: convolutions }, (_, i): readonly Layer[] => [
    conv2D(i === 0 ? filters : 16, 3, { padding: 'same', activation: 'relu', name: `conv${i + 1}` }),
    maxPooling2D(2),
  ]).flat();
  const network = sequential({ input: [3, shapeSide, shapeSide] }, [...layers, flatten(), dense(5)]);
  const pixels = pixelsOf(validation, shown);
  for await (const moment of course(network, { train, validation, learningRate: 0.003, epochs: 30, seed }, 2)) {
    const kernel = moment.model.parameters.find(({ name }) => name === 'conv1/kernel')!.value!.data as Float32Array;
    const data = { size: shown, get: (i: number) => validation.get(i) };
    const maps = await predict(cut(moment.model, 'conv1'), { backend, data, batchSize: shown });
    yield {
      course: courseOf(moment),
      pixels,
      judged: await judged(moment.model, validation, shown),
      filters: Array.from({ length: filters }, (_, i) => kernel.slice(27 * i, 27 * (i + 1))),
      maps: maps.data as Float32Array,
    };
  }
}
