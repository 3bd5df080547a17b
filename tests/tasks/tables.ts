/** The tables of the tasks, as tensors. */
import { type Tensor, tensor } from '@graftml/core';
import { reference } from '../support/reference.ts';

interface Averages {
  readonly macro: number;
  readonly micro: number;
  readonly weighted: number;
  readonly none: readonly number[];
}
interface Tables {
  readonly diabetes: {
    readonly x: readonly (readonly number[])[];
    readonly y: readonly number[];
    /** scikit-learn's LinearRegression on standardised features. */
    readonly line: {
      readonly kernel: readonly number[];
      readonly bias: number;
      readonly trainError: number;
      readonly meanSquaredError: number;
      readonly meanAbsoluteError: number;
      readonly r2: number;
    };
  };
  readonly digits: {
    readonly pixels: readonly string[];
    readonly names: readonly string[];
    readonly labels: readonly (readonly number[])[];
    /** scikit-learn's LogisticRegression, one for each label. */
    readonly logistic: {
      readonly trainLoss: number;
      readonly chances: readonly (readonly number[])[];
      readonly accuracy: readonly number[];
      readonly precision: Averages;
      readonly recall: Averages;
      readonly f1: Averages;
    };
  };
}
export const tables = reference<Tables>('tasks');

/** Rows as `[rows, columns]`. */
export const matrix = (rows: readonly (readonly number[])[]): Tensor<'float32'> =>
  tensor('float32', [rows.length, rows[0]!.length], rows.flat());

/** The digits from 0 to 1, `[64]` each. */
export const pixelsOf = (row: string): number[] => Array.from(row, (c) => Number.parseInt(c, 17) / 16);
