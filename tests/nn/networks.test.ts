/** The rows of summaries, and the names of layers, against Keras 3. */
import {
  activation,
  applications,
  averagePooling2D,
  conv2D,
  dense,
  depthwiseConv2D,
  globalAveragePooling2D,
  globalMaxPooling2D,
  type LayeredModel,
  leakyRelu,
  maxPooling2D,
  relu,
  rescaling,
  reshape,
  sequential,
  softmax,
  summarize,
} from '@graftml/core';
import { expect, test } from 'vitest';
import { reference } from '../support/reference.ts';

interface Row {
  readonly name: string;
  readonly type: string;
  /** Channels last. */
  readonly shape: readonly number[];
  readonly parameters: number;
}
const { networks } = reference<{
  networks: Readonly<Record<string, { readonly rows: readonly Row[]; readonly total: number }>>;
}>('layers');

const models: Readonly<Record<string, () => LayeredModel>> = {
  ...applications,
  'every type': () =>
    sequential({ input: [4, 12, 12] }, [
      rescaling(0.1),
      depthwiseConv2D(3),
      relu(),
      leakyRelu(),
      activation('relu'),
      averagePooling2D(2),
      conv2D(6, 3),
      reshape([6, 3, 3]),
      globalAveragePooling2D({ keepdims: true }),
      globalMaxPooling2D(),
      softmax(),
      dense(3),
    ]),
};

test.each(Object.keys(networks))('%s has the rows of Keras', (name) => {
  const { layers, total } = summarize(models[name]!());
  const channelsLast = ([channels, ...spatial]: readonly number[]) => [...spatial, channels!];
  expect(
    layers.map(({ name, type, shape, parameters }) => ({
      name,
      type,
      shape: channelsLast(shape.slice(1) as number[]),
      parameters,
    })),
  ).toEqual(networks[name]!.rows);
  expect(total.parameters).toBe(networks[name]!.total);
});

test('the odd ones: pools of the published tables', () => {
  const last = (model: LayeredModel) => summarize(model).layers.at(-1)!;
  const strided = last(sequential({ input: [3, 128, 128] }, [conv2D(32, 3, { strides: 2, padding: 'same' })]));
  expect([strided.shape, strided.parameters]).toEqual([['N', 32, 64, 64], 896]);
  const pooled = last(sequential({ input: [15, 100, 100] }, [maxPooling2D(2)]));
  expect([pooled.shape, pooled.parameters]).toEqual([['N', 15, 50, 50], 0]);
});
