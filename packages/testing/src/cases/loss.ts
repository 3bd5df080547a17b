import type { Ops } from '@graftml/core';
import { type Cases, literal, uniform, whole } from '../case.ts';

const labels = { target: whole('int64', [3], 0, 5) };
const places = { target: whole('int64', [2, 2, 3], 0, 4) };
const weight = uniform([4], 0.2, 2);
/** Two of six places are of class 1. */
const some = literal('int64', [2, 3], [0, 1, 2, 1, 3, 0]);

export const negativeLogLikelihoodLoss: Cases<Ops['negativeLogLikelihoodLoss']> = {
  mean: { input: uniform([3, 5], -3, 0), ...labels },
  sum: { input: uniform([3, 5], -3, 0), ...labels, attributes: { reduction: 'sum' } },
  'each by itself': { input: uniform([3, 5], -3, 0), ...labels, attributes: { reduction: 'none' } },
  pictures: { input: uniform([2, 4, 2, 3], -3, 0), ...places },
  'weighted mean': { input: uniform([2, 4, 2, 3], -3, 0), ...places, weight },
  'weighted sum': { input: uniform([2, 4, 2, 3], -3, 0), ...places, weight, attributes: { reduction: 'sum' } },
  'weighted, each by itself': {
    input: uniform([2, 4, 2, 3], -3, 0),
    ...places,
    weight,
    attributes: { reduction: 'none' },
  },
  'a class is ignored': { input: uniform([2, 4, 3], -3, 0), target: some, attributes: { ignore_index: 1 } },
  'a class is ignored, each by itself': {
    input: uniform([2, 4, 3], -3, 0),
    target: some,
    attributes: { ignore_index: 1, reduction: 'none' },
  },
  'a label that is no class is ignored': {
    input: uniform([2, 4, 3], -3, 0),
    target: literal('int64', [2, 3], [0, -1, 2, -1, 3, 0]),
    weight,
    attributes: { ignore_index: -1 },
  },
  'int32 labels': { input: uniform([3, 5], -3, 0), target: whole('int32', [3], 0, 5) },
};

export const softmaxCrossEntropyLoss: Cases<Ops['softmaxCrossEntropyLoss']> = {
  mean: { scores: uniform([3, 5], -3, 3), labels: whole('int64', [3], 0, 5) },
  'the logarithms too': {
    scores: uniform([3, 5], -3, 3),
    labels: whole('int64', [3], 0, 5),
    optional: ['log_prob'],
  },
  sum: { scores: uniform([3, 5], -3, 3), labels: whole('int64', [3], 0, 5), attributes: { reduction: 'sum' } },
  'pictures, each by itself, the logarithms too': {
    scores: uniform([2, 4, 2, 3], -3, 3),
    labels: whole('int64', [2, 2, 3], 0, 4),
    attributes: { reduction: 'none' },
    optional: ['log_prob'],
  },
  'weighted, a class is ignored': {
    scores: uniform([2, 4, 3], -3, 3),
    labels: some,
    weights: weight,
    attributes: { ignore_index: 1 },
  },
  'large scores': { scores: uniform([3, 4], -200, 200), labels: whole('int64', [3], 0, 4), gradient: 'none' },
  'int32 labels': { scores: uniform([3, 5], -3, 3), labels: whole('int32', [3], 0, 5) },
};
