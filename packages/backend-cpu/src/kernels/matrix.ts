/** The matrix product that everything heavy ends in: blocked and packed after Goto & van de Geijn 2008. */
import type { Allocate, FloatArray } from './kernel.ts';

/** A view of a matrix: element `(i, j)` is `data[at + i · row + j · column]`. Transposing swaps the two steps. */
export interface Matrix {
  readonly data: FloatArray;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

export const transposed = ({ data, at, row, column }: Matrix): Matrix => ({ data, at, row: column, column: row });

/** The innermost kernel computes tiles of this many rows and columns. */
const tile = 4;
/** Blocks are sized so that a packed block of a stays in the second-level cache, and a panel of b in the first. */
const mostRows = 64;
const mostColumns = 512;
const mostDepth = 256;

/** Adds `a · b` to the matrix in y whose rows lie `stride` apart from `at` on. */
export type AddProduct = (y: FloatArray, at: number, stride: number, a: Matrix, b: Matrix) => void;

/**
 * Prepares to multiply any number of matrices, `n × k` by `k × m`. Sums of up to 256 terms are taken in double
 * precision, whatever the arrays hold.
 */
export function product(n: number, k: number, m: number, allocate: Allocate): AddProduct {
  const depth = Math.min(k, mostDepth);
  const packedA = allocate('float64', Math.min(roundUp(n), mostRows) * depth);
  const packedB = allocate('float64', Math.min(roundUp(m), mostColumns) * depth);
  const sums = allocate('float64', tile * tile);
  return (y, at, stride, a, b) => {
    for (let j0 = 0; j0 < m; j0 += mostColumns) {
      const columns = Math.min(mostColumns, m - j0);
      for (let k0 = 0; k0 < k; k0 += mostDepth) {
        const terms = Math.min(mostDepth, k - k0);
        pack(packedB, b.data, b.at + k0 * b.row + j0 * b.column, b.column, b.row, columns, terms);
        for (let i0 = 0; i0 < n; i0 += mostRows) {
          const rows = Math.min(mostRows, n - i0);
          pack(packedA, a.data, a.at + i0 * a.row + k0 * a.column, a.row, a.column, rows, terms);
          addBlock(y, at + i0 * stride + j0, stride, packedA, packedB, rows, terms, columns, sums);
        }
      }
    }
  };
}

/** The product of two packed blocks, tile by tile. */
function addBlock(
  y: FloatArray,
  at: number,
  stride: number,
  a: Float64Array,
  b: Float64Array,
  rows: number,
  terms: number,
  columns: number,
  sums: Float64Array,
): void {
  for (let j = 0; j < columns; j += tile) {
    const width = Math.min(tile, columns - j);
    for (let i = 0; i < rows; i += tile) {
      multiplyTile(a, i * terms, b, j * terms, terms, sums);
      const height = Math.min(tile, rows - i);
      let to = at + i * stride + j;
      for (let r = 0; r < height; r++, to += stride) for (let c = 0; c < width; c++) y[to + c]! += sums[r * tile + c]!;
    }
  }
}

const roundUp = (n: number): number => Math.ceil(n / tile) * tile;

/**
 * Lays lines (rows of a, or columns of b) out in panels of four, the four elements of one term side by side; missing
 * lines of the last panel are zeros.
 */
function pack(
  to: Float64Array,
  from: FloatArray,
  at: number,
  line: number,
  term: number,
  lines: number,
  terms: number,
): void {
  let o = 0;
  for (let l = 0; l < lines; l += tile) {
    const start = at + l * line;
    if (l + tile <= lines) {
      let i0 = start;
      let i1 = start + line;
      let i2 = start + 2 * line;
      let i3 = start + 3 * line;
      for (let t = 0; t < terms; t++) {
        to[o] = from[i0]!;
        to[o + 1] = from[i1]!;
        to[o + 2] = from[i2]!;
        to[o + 3] = from[i3]!;
        o += 4;
        i0 += term;
        i1 += term;
        i2 += term;
        i3 += term;
      }
    } else
      for (let t = 0; t < terms; t++)
        for (let r = 0; r < tile; r++) to[o++] = l + r < lines ? from[start + r * line + t * term]! : 0;
  }
}

/** `sums` = the products of four packed rows and four packed columns. Sixteen local sums: they live in registers. */
function multiplyTile(a: Float64Array, i: number, b: Float64Array, j: number, terms: number, sums: Float64Array): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let t = 0; t < terms; t++, i += 4, j += 4) {
    const b0 = b[j]!;
    const b1 = b[j + 1]!;
    const b2 = b[j + 2]!;
    const b3 = b[j + 3]!;
    const a0 = a[i]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = a[i + 1]!;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = a[i + 2]!;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = a[i + 3]!;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s02;
  sums[3] = s03;
  sums[4] = s10;
  sums[5] = s11;
  sums[6] = s12;
  sums[7] = s13;
  sums[8] = s20;
  sums[9] = s21;
  sums[10] = s22;
  sums[11] = s23;
  sums[12] = s30;
  sums[13] = s31;
  sums[14] = s32;
  sums[15] = s33;
}
