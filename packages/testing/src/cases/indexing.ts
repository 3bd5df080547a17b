import type { Ops } from '@graftml/core';
import { apart, type Cases, coins, fixed, literal, uniform, whole } from '../case.ts';

export const gather: Cases<Ops['gather']> = {
  rows: { data: uniform([4, 3]), indices: literal('int64', [2], [3, 0]) },
  'repeated and negative': { data: uniform([4, 3]), indices: literal('int64', [4], [1, -1, 1, -4]) },
  'a middle axis': { data: uniform([2, 4, 3]), indices: literal('int64', [3], [2, 0, 2]), attributes: { axis: 1 } },
  'a negative axis': { data: uniform([2, 3, 4]), indices: literal('int64', [2], [3, 1]), attributes: { axis: -1 } },
  'a scalar index drops the axis': {
    data: uniform([3, 4]),
    indices: literal('int64', [], [1]),
    attributes: { axis: 1 },
  },
  'a matrix of indices': { data: uniform([5, 2]), indices: literal('int64', [2, 3], [0, 4, 4, 1, 0, 3]) },
  'int32 indices': { data: uniform([4, 3]), indices: literal('int32', [2], [2, 2]) },
  'constant indices': { data: uniform([2, 4]), indices: [3, 1, 1], attributes: { axis: 1 } },
  'of int64': { data: whole('int64', [4], -9, 9), indices: literal('int64', [2], [3, 0]) },
  'of uint8': { data: whole('uint8', [4, 2], 0, 256), indices: literal('int64', [2], [3, 0]) },
};

export const gatherElements: Cases<Ops['gatherElements']> = {
  'along the first axis': { data: uniform([3, 3]), indices: literal('int64', [2, 3], [1, 2, 0, 2, 0, 0]) },
  'along the second': {
    data: uniform([2, 3]),
    indices: literal('int64', [2, 2], [0, 0, 1, 2]),
    attributes: { axis: 1 },
  },
  'negative axis and indices': {
    data: uniform([2, 3, 2]),
    indices: literal('int64', [2, 3, 1], [-1, 0, 1, -2, 1, 0]),
    attributes: { axis: -1 },
  },
  'longer than the data': { data: uniform([2, 2]), indices: literal('int64', [3, 2], [0, 1, 1, 1, 0, 0]) },
  'int32 indices': { data: uniform([3]), indices: literal('int32', [2], [2, 2]) },
  'of int64': { data: whole('int64', [2, 2], -9, 9), indices: literal('int64', [1, 2], [1, 0]) },
  'of bool': { data: coins([2, 2]), indices: literal('int64', [1, 2], [1, 0]) },
};

export const gatherND: Cases<Ops['gatherND']> = {
  elements: { data: uniform([3, 4]), indices: literal('int64', [3, 2], [0, 1, 2, 3, 0, 1]) },
  rows: { data: uniform([3, 4]), indices: literal('int64', [2, 1], [2, 0]) },
  'a matrix of rows': { data: uniform([2, 3, 4]), indices: literal('int64', [2, 2, 2], [0, 1, 1, 2, 1, 0, 0, 1]) },
  'negative indices': { data: uniform([3, 4]), indices: literal('int64', [2, 2], [-1, 0, 1, -2]) },
  'a batch': {
    data: uniform([2, 3, 2]),
    indices: literal('int64', [2, 2, 1], [1, 0, 2, 2]),
    attributes: { batch_dims: 1 },
  },
  'two batch axes': {
    data: uniform([2, 2, 3, 2]),
    indices: literal('int64', [2, 2, 2], [1, 0, 2, 1, 0, 1, -1, 0]),
    attributes: { batch_dims: 2 },
  },
  int64: { data: whole('int64', [3, 2], -9, 9), indices: literal('int64', [2, 1], [2, 0]) },
};

const someTwice = {
  data: apart([3, 4]),
  indices: literal('int64', [3, 4], [0, 2, 1, 0, 2, 2, 1, 0, 0, 1, -2, 1]),
  updates: uniform([3, 4], 0.4, 1.4),
};

export const scatterElements: Cases<Ops['scatterElements']> = {
  replaces: {
    data: uniform([3, 3]),
    indices: literal('int64', [2, 3], [1, 0, 2, 0, 2, 1]),
    updates: uniform([2, 3]),
  },
  'along the second axis': {
    data: uniform([2, 5]),
    indices: literal('int64', [1, 3], [1, -1, 0]),
    updates: uniform([1, 3]),
    attributes: { axis: 1 },
  },
  adds: { ...someTwice, attributes: { reduction: 'add' } },
  multiplies: { ...someTwice, attributes: { reduction: 'mul' } },
  'multiplies with zeros': {
    data: literal('float32', [5], [2, 0, 3, 0, 0]),
    indices: literal('int64', [8], [0, 0, 1, 1, 2, 2, 3, 2]),
    updates: literal('float32', [8], [3, 0, 4, 5, 0, 0, 0, 6]),
    attributes: { reduction: 'mul' },
  },
  'the largest': { ...someTwice, attributes: { reduction: 'max' } },
  'the smallest': { ...someTwice, attributes: { reduction: 'min' } },
  'ties share': {
    data: literal('float32', [3], [1, 2, 3]),
    indices: literal('int64', [5], [0, 0, 1, 1, 2]),
    updates: literal('float32', [5], [1, 1, 5, 5, 2]),
    attributes: { reduction: 'max' },
    gradient: 'kinked',
  },
  'int32 indices': {
    data: uniform([3]),
    indices: literal('int32', [2], [2, 0]),
    updates: uniform([2]),
  },
  'adds int64': {
    data: whole('int64', [3], -9, 9),
    indices: literal('int64', [3], [2, 0, 2]),
    updates: whole('int64', [3], -9, 9),
    attributes: { reduction: 'add' },
  },
  bool: { data: coins([3]), indices: literal('int64', [2], [2, 0]), updates: coins([2]) },
};

const rowsTwice = {
  data: apart([4, 3]),
  indices: literal('int64', [4, 1], [1, 0, 1, 1]),
  updates: uniform([4, 3], 0.4, 1.4),
};

export const scatterND: Cases<Ops['scatterND']> = {
  'replaces elements': {
    data: uniform([3, 4]),
    indices: literal('int64', [2, 2], [0, 1, 2, 3]),
    updates: uniform([2]),
  },
  'replaces rows': { data: uniform([4, 3]), indices: literal('int64', [2, 1], [3, 1]), updates: uniform([2, 3]) },
  'adds rows, some twice': {
    data: uniform([4, 3]),
    indices: literal('int64', [4, 1], [1, 0, 1, 1]),
    updates: uniform([4, 3]),
    attributes: { reduction: 'add' },
  },
  'adds elements, some twice': {
    data: uniform([2, 3]),
    indices: literal('int64', [2, 2, 2], [0, 1, 1, 2, 0, 1, 0, 1]),
    updates: uniform([2, 2]),
    attributes: { reduction: 'add' },
  },
  'multiplies rows': { ...rowsTwice, attributes: { reduction: 'mul' } },
  'the largest rows': { ...rowsTwice, attributes: { reduction: 'max' } },
  'the smallest rows': { ...rowsTwice, attributes: { reduction: 'min' } },
  'replaces int64': {
    data: whole('int64', [4], -9, 9),
    indices: literal('int64', [2, 1], [3, 1]),
    updates: whole('int64', [2], -9, 9),
  },
};

const offAndOn = literal('float32', [2], [-0.5, 2]);

export const oneHot: Cases<Ops['oneHot']> = {
  'the last axis': { indices: literal('int64', [3], [0, 2, 1]), depth: [4], values: offAndOn },
  'the first axis': {
    indices: literal('int64', [2, 2], [0, 2, 1, 1]),
    depth: [3],
    values: offAndOn,
    attributes: { axis: 0 },
  },
  'a middle axis': {
    indices: literal('int64', [2, 2], [0, 2, 1, 1]),
    depth: [3],
    values: offAndOn,
    attributes: { axis: 1 },
  },
  'negative, and outside': { indices: literal('int64', [5], [-1, 3, -4, -3, 9]), depth: [3], values: offAndOn },
  'a scalar depth': {
    indices: literal('int64', [2], [1, 0]),
    depth: fixed(literal('int64', [], [2])),
    values: offAndOn,
  },
  'int32 indices': {
    indices: literal('int32', [3], [0, 2, -1]),
    depth: fixed(literal('int32', [1], [3])),
    values: offAndOn,
  },
  'float indices': {
    indices: literal('float32', [3], [0, 2, -1]),
    depth: fixed(literal('float32', [1], [3])),
    values: offAndOn,
    gradient: 'kinked',
  },
  'int64 values': { indices: literal('int64', [2], [1, 0]), depth: [2], values: literal('int64', [2], [3, 5]) },
};

export const topK: Cases<Ops['topK']> = {
  'the last axis': { x: apart([3, 5]), k: [2] },
  'the first axis': { x: apart([4, 3]), k: [3], attributes: { axis: 0 } },
  'a middle axis': { x: apart([2, 5, 3]), k: [2], attributes: { axis: 1 } },
  'the smallest': { x: apart([3, 5]), k: [2], attributes: { largest: 0 } },
  'all in order': { x: apart([6]), k: [6] },
  'ties: the first comes first': { x: whole('float32', [3, 6], 0, 3), k: [4], gradient: 'kinked' },
  'ties of the smallest': {
    x: whole('float32', [3, 6], 0, 3),
    k: [4],
    attributes: { largest: 0 },
    gradient: 'kinked',
  },
  int64: { x: whole('int64', [2, 5], -9, 9), k: [3] },
  int32: { x: whole('int32', [2, 5], -9, 9), k: [3] },
};

export const reverseSequence: Cases<Ops['reverseSequence']> = {
  'time first': { input: uniform([4, 3]), sequence_lens: literal('int64', [3], [4, 1, 2]) },
  'batch first': {
    input: uniform([3, 4, 2]),
    sequence_lens: literal('int64', [3], [3, 4, 1]),
    attributes: { batch_axis: 0, time_axis: 1 },
  },
  'with features': { input: uniform([3, 2, 2, 2]), sequence_lens: literal('int64', [2], [2, 3]) },
  int64: { input: whole('int64', [3, 2], -9, 9), sequence_lens: literal('int64', [2], [3, 2]) },
};
