import type { Ops } from '@graftml/core';
import { apart, type Cases, fixed, literal, uniform } from '../case.ts';

/** Inputs of a layer with `gates` gates of 3 units: 4 steps of 2 sequences of 2 numbers. */
const layer = (gates: number, directions = 1) => ({
  x: uniform([4, 2, 2], -2, 2),
  w: uniform([directions, gates * 3, 2]),
  r: uniform([directions, gates * 3, 3]),
});
const bias = (gates: number, directions = 1) => uniform([directions, 2 * gates * 3]);
const state = (directions = 1) => uniform([directions, 2, 3]);
const batchFirst = (gates: number, directions = 1) => ({
  ...layer(gates, directions),
  x: uniform([2, 4, 2], -2, 2),
  b: bias(gates, directions),
});
const lengths = literal('int32', [2], [2, 4]);

export const rnn: Cases<Ops['rnn']> = {
  plain: { ...layer(1), attributes: {} },
  biased: { ...layer(1), b: bias(1), initial_h: state(), attributes: { hidden_size: 3 } },
  reverse: { ...layer(1), b: bias(1), attributes: { direction: 'reverse', activations: ['Sigmoid'] } },
  'both directions': {
    ...layer(1, 2),
    b: bias(1, 2),
    initial_h: state(2),
    attributes: {
      direction: 'bidirectional',
      activations: ['Tanh', 'Affine'],
      activation_alpha: [0.5],
      activation_beta: [0.1],
    },
  },
  'the batch first': {
    ...batchFirst(1, 2),
    initial_h: uniform([2, 2, 3]),
    attributes: { layout: 1, direction: 'bidirectional' },
  },
  'sequences of several lengths': { ...layer(1), b: bias(1), sequence_lens: lengths, attributes: {} },
  'lengths that are all the steps': {
    ...layer(1),
    sequence_lens: fixed(literal('int32', [2], [4, 4])),
    initial_h: state(),
    attributes: {},
  },
  'relu without recurrence': {
    x: apart([1, 2, 2]),
    w: literal('float32', [1, 2, 2], [1, 0, 0, -1]),
    r: literal('float32', [1, 2, 2], [0, 0, 0, 0]),
    attributes: { activations: ['relu'] },
  },
  'scaled tanh': {
    ...layer(1),
    attributes: { activations: ['ScaledTanh'], activation_alpha: [1.7], activation_beta: [0.6] },
  },
  softsign: { ...layer(1), attributes: { activations: ['Softsign'] } },
  softplus: { ...layer(1), attributes: { activations: ['Softplus'] } },
  elu: { ...layer(1), attributes: { activations: ['Elu'], activation_alpha: [0.5] } },
  'leaky relu': { ...layer(1), attributes: { activations: ['LeakyRelu'] } },
  'thresholded relu': { ...layer(1), attributes: { activations: ['ThresholdedRelu'], activation_alpha: [0.05] } },
  'hard sigmoid': { ...layer(1), attributes: { activations: ['HardSigmoid'] } },
  clipped: { ...layer(1), b: bias(1), attributes: { clip: 0.7 } },
  'one step': { ...layer(1), x: uniform([1, 2, 2]), b: bias(1), attributes: {} },
};

export const gru: Cases<Ops['gru']> = {
  plain: { ...layer(3), attributes: {} },
  biased: { ...layer(3), b: bias(3), initial_h: state(), attributes: {} },
  'linear before reset': { ...layer(3), b: bias(3), initial_h: state(), attributes: { linear_before_reset: 1 } },
  'linear before reset, no bias': { ...layer(3), attributes: { linear_before_reset: 1 } },
  'linear before reset, no state': { ...layer(3), b: bias(3), attributes: { linear_before_reset: 1 } },
  reverse: { ...layer(3), b: bias(3), attributes: { direction: 'reverse' } },
  'both directions': {
    ...layer(3, 2),
    b: bias(3, 2),
    initial_h: state(2),
    attributes: {
      direction: 'bidirectional',
      linear_before_reset: 1,
      activations: ['Sigmoid', 'Softsign', 'HardSigmoid', 'Tanh'],
      activation_alpha: [0.25],
      activation_beta: [0.4],
    },
  },
  'the batch first': { ...batchFirst(3), initial_h: uniform([2, 1, 3]), attributes: { layout: 1 } },
  'sequences of several lengths': {
    ...layer(3, 2),
    sequence_lens: lengths,
    initial_h: state(2),
    attributes: { direction: 'bidirectional' },
  },
  'sequences of several lengths, no state': { ...layer(3), b: bias(3), sequence_lens: lengths, attributes: {} },
  clipped: { ...layer(3), b: bias(3), initial_h: state(), attributes: { clip: 0.5 } },
};

export const lstm: Cases<Ops['lstm']> = {
  plain: { ...layer(4), attributes: {} },
  biased: { ...layer(4), b: bias(4), initial_h: state(), initial_c: state(), attributes: {} },
  'a state of the cells alone': { ...layer(4), initial_c: state(), attributes: {} },
  peepholes: {
    ...layer(4),
    b: bias(4),
    initial_h: state(),
    initial_c: state(),
    p: uniform([1, 9]),
    attributes: {},
  },
  'coupled gates': {
    ...layer(4),
    b: bias(4),
    initial_h: state(),
    initial_c: state(),
    p: uniform([1, 9]),
    attributes: { input_forget: 1 },
  },
  reverse: { ...layer(4), b: bias(4), p: uniform([1, 9]), attributes: { direction: 'reverse' } },
  'both directions': {
    ...layer(4, 2),
    b: bias(4, 2),
    initial_h: state(2),
    initial_c: state(2),
    p: uniform([2, 9]),
    attributes: {
      direction: 'bidirectional',
      activations: ['Sigmoid', 'Elu', 'Softsign', 'HardSigmoid', 'Tanh', 'ScaledTanh'],
      activation_alpha: [0.7, 0.3, 1.2],
      activation_beta: [0.45, 0.8],
    },
  },
  'the batch first': {
    ...batchFirst(4, 2),
    initial_h: uniform([2, 2, 3]),
    initial_c: uniform([2, 2, 3]),
    attributes: { layout: 1, direction: 'bidirectional' },
  },
  'sequences of several lengths': {
    ...layer(4, 2),
    b: bias(4, 2),
    sequence_lens: lengths,
    initial_h: state(2),
    initial_c: state(2),
    attributes: { direction: 'bidirectional' },
  },
  'sequences of several lengths, no state': { ...layer(4), sequence_lens: lengths, attributes: {} },
  clipped: { ...layer(4), b: bias(4), initial_h: state(), initial_c: state(), attributes: { clip: 0.5 } },
  'the last states alone': { ...layer(4), b: bias(4), optional: ['y_h', 'y_c'], attributes: {} },
};
