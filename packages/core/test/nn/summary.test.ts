/** The table of a model, as text and as data. */
import {
  add,
  applications,
  cifar10Cnn,
  conv2D,
  dense,
  flatten,
  functional,
  type Model,
  sequential,
  summarize,
  summary,
  vgg16,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

describe('summary', () => {
  test('prints the published table of the CIFAR-10 network', () => {
    expect(summary(cifar10Cnn(), { layout: 'channels-last' })).toBe(
      `Model: "cifar10-cnn"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
┃ Layer (type)                   ┃ Output Shape       ┃ Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
│ conv2d (Conv2D)                │ (None, 32, 32, 16) │     208 │
│ max_pooling2d (MaxPooling2D)   │ (None, 16, 16, 16) │       0 │
│ conv2d_1 (Conv2D)              │ (None, 16, 16, 32) │   2,080 │
│ max_pooling2d_1 (MaxPooling2D) │ (None, 8, 8, 32)   │       0 │
│ conv2d_2 (Conv2D)              │ (None, 8, 8, 64)   │   8,256 │
│ max_pooling2d_2 (MaxPooling2D) │ (None, 4, 4, 64)   │       0 │
│ dropout (Dropout)              │ (None, 4, 4, 64)   │       0 │
│ flatten (Flatten)              │ (None, 1024)       │       0 │
│ dense (Dense)                  │ (None, 500)        │ 512,500 │
│ dropout_1 (Dropout)            │ (None, 500)        │       0 │
│ dense_1 (Dense)                │ (None, 10)         │   5,010 │
└────────────────────────────────┴────────────────────┴─────────┘
 Total params: 528,054 (2.01 MB)
 Trainable params: 528,054 (2.01 MB)
 Non-trainable params: 0 (0.00 B)
 Multiply-adds for one input: 1,762,184`,
    );
  });

  test('channels come first unless asked otherwise', () => {
    expect(summary(cifar10Cnn())).toContain('(None, 16, 32, 32)');
  });

  test('shows what is connected to what where layers branch', () => {
    const model = functional({ input: [3, 8, 8], name: 'branches' }, (x) =>
      dense(2, { trainable: false })(flatten()(add()(x, conv2D(3, 3, { padding: 'same', name: 'conv' })(x)))),
    );
    expect(summary(model)).toBe(
      `Model: "branches"
┏━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━┓
┃ Layer (type)       ┃ Output Shape    ┃ Param # ┃ Connected to ┃
┡━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━┩
│ input (InputLayer) │ (None, 3, 8, 8) │       0 │ -            │
│ conv (Conv2D)      │ (None, 3, 8, 8) │      84 │ input        │
│ add (Add)          │ (None, 3, 8, 8) │       0 │ input, conv  │
│ flatten (Flatten)  │ (None, 192)     │       0 │ add          │
│ dense (Dense)      │ (None, 2)       │     386 │ flatten      │
└────────────────────┴─────────────────┴─────────┴──────────────┘
 Total params: 470 (1.84 KB)
 Trainable params: 84 (336.00 B)
 Non-trainable params: 386 (1.51 KB)
 Multiply-adds for one input: 5,568`,
    );
  });

  test('of a model that does not tell its layers: from its graph', () => {
    const { layers: _, ...bare } = cifar10Cnn();
    const rows = summarize(bare as Model).layers;
    expect(rows.map(({ name, parameters }) => [name, parameters])).toEqual(
      summarize(cifar10Cnn())
        .layers.filter(({ type }) => type !== 'Dropout')
        .map(({ name, parameters }) => [name, parameters]),
    );
    expect(rows[0]).toMatchObject({ type: 'Conv', inputs: ['input'], shape: ['N', 16, 32, 32] });
    expect(summarize(bare as Model).multiplyAdds).toBe(1_762_184);
  });
});

test('multiply-adds: each output element of a layer takes one for each weight that it sees', () => {
  const { layers, multiplyAdds } = summarize(vgg16());
  expect(layers[0]!.multiplyAdds).toBe(64 * 224 * 224 * 3 * 3 * 3);
  expect(layers.find(({ name }) => name === 'fc1')!.multiplyAdds).toBe(25088 * 4096);
  // The usual figure: 15.5 billion.
  expect(multiplyAdds).toBe(15_470_264_320);
  expect(summarize(sequential({ input: [4, 8, 8] }, [conv2D(4, 3, { groups: 4 })])).multiplyAdds).toBe(4 * 36 * 9);
});

describe('applications', () => {
  test.each([
    ['cifar10-mlp', 3_590_642],
    ['cifar10-cnn', 528_054],
    ['mnist-cnn', 80_202],
    ['vgg16', 138_357_544],
  ] as const)('%s has %i parameters', (name, parameters) => {
    expect(summarize(applications[name]()).total.parameters).toBe(parameters);
  });

  test.each(Object.entries(applications))('%s takes other inputs and classes, and ends in logits', (name, make) => {
    const model = make({ classes: 3, input: [4, 64, 48] });
    expect(model.name).toBe(name);
    expect(model.graph('infer').outputs.output!.shape).toEqual(['N', 3]);
    const last = (graph: ReturnType<Model['graph']>) => graph.outputs.output!.source;
    expect(last(model.graph('infer'))).toMatchObject({ node: { op: 'add' } });
    expect(last(make({ classifierActivation: 'softmax' }).graph('infer'))).toMatchObject({ node: { op: 'softmax' } });
  });
});
