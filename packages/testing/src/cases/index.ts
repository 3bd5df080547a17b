/** The cases of every op, under the op's own name. An op without cases does not compile. */
import type { OpName, Ops } from '@graftml/core';
import type { Cases } from '../case.ts';
import * as activation from './activation.ts';
import * as arithmetic from './arithmetic.ts';
import * as bitwise from './bitwise.ts';
import * as convolution from './convolution.ts';
import * as dropout from './dropout.ts';
import * as generate from './generate.ts';
import * as grid from './grid.ts';
import * as indexing from './indexing.ts';
import * as linear from './linear.ts';
import * as logic from './logic.ts';
import * as loss from './loss.ts';
import * as normalization from './normalization.ts';
import * as opaque from './opaque.ts';
import * as pooling from './pooling.ts';
import * as quantization from './quantization.ts';
import * as recurrent from './recurrent.ts';
import * as reduce from './reduce.ts';
import * as resize from './resize.ts';
import * as shape from './shape.ts';
import * as slice from './slice.ts';
import * as trigonometry from './trigonometry.ts';

/** By the file that they stand in; the references stand in files of the same names. */
export const files = {
  arithmetic,
  trigonometry,
  bitwise,
  logic,
  activation,
  linear,
  convolution,
  pooling,
  normalization,
  dropout,
  loss,
  quantization,
  recurrent,
  reduce,
  shape,
  slice,
  indexing,
  generate,
  resize,
  grid,
};

/** Every op's cases by name: inputs and attributes that show it at its ordinary, its edge and its broadcast. */
export const cases: { readonly [Name in OpName]: Cases<Ops[Name]> } = {
  ...arithmetic,
  ...trigonometry,
  ...bitwise,
  ...logic,
  ...activation,
  ...linear,
  ...opaque,
  ...convolution,
  ...pooling,
  ...normalization,
  ...dropout,
  ...loss,
  ...quantization,
  ...recurrent,
  ...reduce,
  ...shape,
  ...slice,
  ...indexing,
  ...generate,
  ...resize,
  ...grid,
};

/** The names of an op's cases: `'groups'`, `'dilations'`, … */
export const caseNames = (op: OpName): readonly string[] => Object.keys(cases[op]);
