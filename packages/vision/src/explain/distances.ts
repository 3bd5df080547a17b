/** How far rows of numbers are from each other: four by two at a time, as each number that is read serves several products then. */

/** Rows of `width` numbers, one after another. */
export interface Rows {
  readonly data: Float32Array;
  readonly width: number;
  /** Of the length of each. */
  readonly squares: Float64Array;
}

export function rowsOf(data: Float32Array, width: number): Rows {
  const squares = new Float64Array(data.length / width);
  for (let i = 0, k = 0; i < squares.length; i++)
    for (let j = 0; j < width; j++, k++) squares[i]! += data[k]! * data[k]!;
  return { data, width, squares };
}

/**
 * The squares of Euclidean distances `[count, size of b]` of rows of `a`, from the first of `count`, to all of `b`: |u|² + |v|² - 2uv in float64.
 * 0 for rows that are the same, as their products are.
 */
export function squaredDistances(a: Rows, first: number, count: number, b: Rows): Float32Array {
  const size = b.squares.length;
  const out = new Float32Array(count * size);
  const products = new Float64Array(8);
  for (let i = 0; i < count; i += 4)
    for (let j = 0; j < size; j += 2) {
      multiply(a, [first + i, first + count - 1], b, [j, size - 1], products);
      for (let n = 0; n < 4 && i + n < count; n++)
        for (let m = 0; m < 2 && j + m < size; m++) {
          const squares = a.squares[first + i + n]! + b.squares[j + m]!;
          out[(i + n) * size + j + m] = Math.max(0, squares - 2 * products[2 * n + m]!);
        }
    }
  return out;
}

/** Of four rows with two; behind the last, of the last again. */
function multiply(
  { data: a, width }: Rows,
  [i, lastI]: readonly [number, number],
  { data: b }: Rows,
  [j, lastJ]: readonly [number, number],
  out: Float64Array,
): void {
  const [p, q, r, s] = [
    i * width,
    Math.min(i + 1, lastI) * width,
    Math.min(i + 2, lastI) * width,
    Math.min(i + 3, lastI) * width,
  ];
  const [u, v] = [j * width, Math.min(j + 1, lastJ) * width];
  let [pu, pv, qu, qv, ru, rv, su, sv] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < width; k++) {
    const x = b[u + k]!;
    const y = b[v + k]!;
    const ap = a[p + k]!;
    const aq = a[q + k]!;
    const ar = a[r + k]!;
    const as = a[s + k]!;
    pu += ap * x;
    pv += ap * y;
    qu += aq * x;
    qv += aq * y;
    ru += ar * x;
    rv += ar * y;
    su += as * x;
    sv += as * y;
  }
  out.set([pu, pv, qu, qv, ru, rv, su, sv]);
}
