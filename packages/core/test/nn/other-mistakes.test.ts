/** Normalisations, convolutions of other kinds and resizing: what they say about mistakes, and what only training shows. */
import {
  bind,
  conv1D,
  conv2DTranspose,
  groupNormalization,
  inputName,
  type Layer,
  layerNormalization,
  ShapeError,
  separableConv2D,
  sequential,
  spatialDropout2D,
  UsageError,
  upSampling2D,
  zeroPadding2D,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

const wrong = (value: unknown) => value as never;
const on = (input: readonly number[], layer: Layer) => () => sequential({ input }, [layer]);
const picture = [6, 8, 8];

describe('mistakes', () => {
  test.each<[typeof UsageError | typeof ShapeError, string, () => unknown]>([
    [UsageError, 'groupNormalization: groups must be a whole number from 1, or -1', () => groupNormalization(0)],
    [UsageError, 'groupNormalization: epsilon must be a number from 0', () => groupNormalization(2, { epsilon: -1 })],
    [ShapeError, '6 channels do not divide into 4 groups', on(picture, groupNormalization(4))],
    [ShapeError, '6 channels do not divide into 32 groups', on(picture, groupNormalization())],
    [UsageError, 'layerNormalization: epsilon', () => layerNormalization({ epsilon: Number.NaN })],
    [UsageError, 'layerNormalization: there is no such option', () => layerNormalization(wrong({ axes: 1 }))],
    [ShapeError, 'axis must be one of the 4, but not the batch', on(picture, layerNormalization({ axis: [0, 1] }))],
    [ShapeError, 'axis must name one or more axes, each once', on(picture, layerNormalization({ axis: [1, 1] }))],
    [UsageError, 'conv1D: filters must be a whole number from 1', () => conv1D(0, 3)],
    [
      UsageError,
      "conv1D: padding must be 'same' or 'valid' or 'causal'",
      () => conv1D(1, 3, { padding: wrong('full') }),
    ],
    [ShapeError, 'needs sequences, [N, steps, features]', on(picture, conv1D(2, 3))],
    [ShapeError, '4 features do not divide into 3 groups', on([7, 4], conv1D(3, 3, { groups: 3 }))],
    [
      UsageError,
      'conv2DTranspose: strides and dilationRate cannot both be above 1',
      () => conv2DTranspose(1, 3, { strides: 2, dilationRate: 2 }),
    ],
    [ShapeError, 'needs pictures, [N, channels, height, width]', on([4], conv2DTranspose(2, 3))],
    [UsageError, 'separableConv2D: depthMultiplier must be', () => separableConv2D(2, 3, { depthMultiplier: 0 })],
    [
      UsageError,
      'separableConv2D: there is no such option',
      () => separableConv2D(2, 3, wrong({ kernelInitializer: 1 })),
    ],
    [UsageError, 'zeroPadding2D: padding must be a whole number from 0', () => zeroPadding2D(-1)],
    [UsageError, 'zeroPadding2D: padding must be', () => zeroPadding2D(wrong([1, 2, 3]))],
    [UsageError, 'upSampling2D: size must be', () => upSampling2D(0)],
    [
      UsageError,
      "upSampling2D: interpolation must be 'nearest' or 'bilinear'",
      () => upSampling2D(2, { interpolation: wrong('cubic') }),
    ],
    [UsageError, 'spatialDropout2D: rate is the share to drop', () => spatialDropout2D(1)],
    [ShapeError, 'needs pictures', on([4], spatialDropout2D(0.5))],
  ])('%o %s', (kind, said, make) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(said);
  });
});

test('spatialDropout2D decides about each channel of each picture', () => {
  const graph = bind(sequential({ input: picture }, [spatialDropout2D(0.25)]).graph('train'), { N: 3 });
  const mask = graph.inputs.find((value) => inputName(value) === 'spatial_dropout2d/mask')!;
  expect(mask.shape).toEqual([3, 6, 1, 1]);
  expect(mask.source).toMatchObject({ distribution: { kind: 'dropout', keep: 0.75 } });
});
