/** What people do wrong, and what they are told: the layer, what it expects, what it got, what to do. */
import {
  activation,
  add,
  averagePooling2D,
  concatenate,
  conv2D,
  dense,
  depthwiseConv2D,
  dropout,
  flatten,
  functional,
  type GraftError,
  initializers,
  maxout,
  maxPooling2D,
  regularizers,
  rescaling,
  reshape,
  ShapeError,
  sequential,
  softmax,
  type Traced,
  UsageError,
} from '@graftml/core';
import { expect, test } from 'vitest';

/** What plain JavaScript lets one write. */
const wrong = (value: unknown) => value as never;
const picture = (...layers: Parameters<typeof sequential>[1]) => sequential({ input: [3, 8, 8] }, layers);
const both = (merge: (x: Traced, y: Traced) => Traced) =>
  functional({ input: [3, 8, 8] }, (x) => merge(x, conv2D(5, 3, { strides: 2 })(x)));

test.each<[typeof UsageError | typeof ShapeError, string, () => unknown]>([
  // Between layers: the layer, both shapes, a hint.
  [
    ShapeError,
    'conv2d/Conv2D: needs pictures, [N, channels, height, width]. Received float32 [N, 192]. Hint: put it before flatten(), or reshape([channels, height, width]) its input.',
    () => picture(flatten(), conv2D(8, 3)),
  ],
  [
    ShapeError,
    'dense/Dense: needs [N, features], or [N, steps, features]. Received float32 [N, 3, 8, 8]. Hint: put flatten() or globalAveragePooling2D() before it.',
    () => picture(dense(10)),
  ],
  [
    ShapeError,
    'conv2d/Conv: a window of 9 does not fit into 8 + 0 of padding on spatial axis 0. Received x float32 [N, 3, 8, 8], w float32 [4, 3, 9, 9], b float32 [4]. Hint: use a smaller kernel or more padding.',
    () => picture(conv2D(4, 9)),
  ],
  [ShapeError, 'max_pooling2d/MaxPool: a window of 9 does not fit into 8', () => picture(maxPooling2D(9))],
  [ShapeError, 'max_pooling2d_1/MaxPool: a window of 5', () => picture(maxPooling2D(2), maxPooling2D(5))],
  [
    ShapeError,
    'conv2d/Conv2D: 3 channels do not divide into 2 groups. Received float32 [N, 3, 8, 8].',
    () => picture(conv2D(4, 3, { groups: 2 })),
  ],
  [ShapeError, 'conv2d/Conv2D: 4 filters do not divide into 3 groups.', () => picture(conv2D(4, 3, { groups: 3 }))],
  [
    ShapeError,
    'add/Add: needs inputs of one shape. Received float32 [N, 3, 8, 8], float32 [N, 5, 3, 3]. Hint: a shortcut often needs conv2D(filters, 1, { strides })',
    () => both(add()),
  ],
  [
    ShapeError,
    'concatenate/Concatenate: shapes may differ along axis 1 only. Received float32 [N, 3, 8, 8], float32 [N, 5, 3, 3].',
    () => both(concatenate()),
  ],
  [ShapeError, 'concatenate/Concatenate: axis 4 is outside', () => both(concatenate({ axis: 4 }))],
  [ShapeError, 'concatenate/Concatenate: cannot concatenate along the batch', () => both(concatenate({ axis: -4 }))],
  [ShapeError, 'add/Add: needs at least two inputs', () => functional({ input: [3] }, (x) => add()(x))],
  [UsageError, 'add: needs at least one input', () => functional({ input: [3] }, () => add()())],
  [
    ShapeError,
    'reshape/Reshape: [3, 8, 8] has 192 elements, the target [5, 5] has 25.',
    () => picture(reshape([5, 5])),
  ],
  [ShapeError, 'reshape/Reshape: 192 elements do not divide by 5.', () => picture(reshape([5, -1]))],
  [ShapeError, 'softmax/Softmax: axis 7 is outside', () => picture(softmax({ axis: 7 }))],

  // In a layer's parentheses.
  [UsageError, 'dense: units must be a whole number from 1. Received -1.', () => dense(-1)],
  [UsageError, "dense: units must be a whole number from 1. Received '10'.", () => dense(wrong('10'))],
  [UsageError, 'maxout: pieces must be a whole number from 2. Received 1.', () => maxout(3, 1)],
  [UsageError, 'conv2D: filters must be a whole number from 1. Received 0.', () => conv2D(0, 3)],
  [
    UsageError,
    'conv2D: kernelSize must be a whole number from 1, or two: [height, width]. Received [3, 0].',
    () => conv2D(1, [3, 0]),
  ],
  [UsageError, 'conv2D: kernelSize must be', () => conv2D(1, wrong(undefined))],
  [UsageError, 'conv2D: strides must be', () => conv2D(1, 1, { strides: 1.5 })],
  [
    UsageError,
    "conv2D: padding must be 'same' or 'valid', or a whole number of zeros on either side. Received 'full'.",
    () => conv2D(1, 1, { padding: wrong('full') }),
  ],
  [UsageError, 'depthwiseConv2D: depthMultiplier must be', () => depthwiseConv2D(3, { depthMultiplier: 0 })],
  [UsageError, 'averagePooling2D: poolSize must be', () => averagePooling2D(wrong(undefined))],
  [
    UsageError,
    'dropout: rate is the share to drop. Expected a number from 0, below 1; received 1.5.',
    () => dropout(1.5),
  ],
  [UsageError, 'dropout: rate', () => dropout(Number.NaN)],
  [UsageError, 'reshape: shape must be whole numbers from 1', () => reshape([0, 3])],
  [
    UsageError,
    'concatenate: axis must be a whole number, and not that of the batch. Received 0.',
    () => concatenate({ axis: 0 }),
  ],
  [UsageError, 'rescaling: scale must be a finite number. Received NaN.', () => rescaling(Number.NaN)],
  [UsageError, 'softmax: temperature must be a number above 0. Received 0.', () => softmax({ temperature: 0 })],
  [
    UsageError,
    'activation: there is no such activation. Expected one of linear, relu,',
    () => activation(wrong('rellu')),
  ],
  [UsageError, 'dense: there is no such option. Expected name, useBias,', () => dense(3, wrong({ bias: false }))],
  [UsageError, 'l2: the factor must be a number from 0. Received -1.', () => regularizers.l2(-1)],
  [UsageError, 'randomNormal: stddev', () => initializers.randomNormal({ stddev: -1 })],
  [
    UsageError,
    'orthogonal: needs a matrix or a kernel',
    () => initializers.orthogonal().create([3], { seed: 1, purpose: 'bias' }),
  ],

  // Around the layers.
  [UsageError, 'sequential: needs at least one layer', () => sequential({ input: [3] }, [])],
  [
    UsageError,
    'sequential: input must be the shape of one input, whole numbers without the batch axis. Received [3, -1].',
    () => sequential({ input: [3, -1] }, [flatten()]),
  ],
  [
    UsageError,
    'flatten: makes a layer, and is not one itself. Hint: call it first: flatten(…).',
    () => picture(wrong(flatten)),
  ],
  [UsageError, 'layers[1]: is not a layer. Received an object.', () => picture(flatten(), wrong({}))],
  [UsageError, 'layers[0]: is a function that gives no tensor', () => picture(wrong(() => 3))],
  [UsageError, 'dense: a layer is called on what the model gives to its function', () => dense(3)(wrong([1, 2]))],
])('%o %s', (kind, message, mistake) => {
  let error: unknown;
  try {
    mistake();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(kind);
  expect((error as GraftError).message.slice(0, message.length)).toBe(message);
});
