/** Fewer examples than features: the same examples in coordinates of the space that they span, in which all is as far apart as before. */

/** What `rowSpace` finds. */
export interface RowSpace {
  /** Of each example, `[size, dimensions]` row by row: at most as many as there are examples. */
  readonly coordinates: Float64Array;
  readonly dimensions: number;
  /** A direction in these coordinates, `[dimensions]`, as one in features, `[width]`. */
  expand(direction: Float64Array): Float64Array;
}

/** What is left of a sum of the others is rounding: as a share of an example's squared length. */
const negligible = 1e-12;

/**
 * By Cholesky, of the products of all pairs. A linear model with a penalty on its squared weights never leaves that space, so it may be
 * fitted there.
 * @param x features `[size, width]`
 */
export function rowSpace(x: ArrayLike<number>, width: number): RowSpace {
  const size = x.length / width;
  const examples = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: width }, (_, j) => x[i * width + j]!),
  );
  /** Those that are no sum of the ones before, and their coordinates, which form a triangle. */
  const basis: { readonly example: Float64Array; readonly own: Float64Array }[] = [];
  const rows = examples.map((example) => {
    const own = new Float64Array(basis.length + 1);
    const length = dot(example, example, width);
    let left = length;
    basis.forEach((before, k) => {
      own[k] = (dot(example, before.example, width) - dot(own, before.own, k)) / before.own[k]!;
      left -= own[k]! ** 2;
    });
    if (left <= length * negligible) return own.subarray(0, -1);
    own[basis.length] = Math.sqrt(left);
    basis.push({ example, own });
    return own;
  });
  const dimensions = basis.length;
  const coordinates = new Float64Array(size * dimensions);
  rows.forEach((row, i) => {
    coordinates.set(row, i * dimensions);
  });
  return {
    coordinates,
    dimensions,
    expand(direction) {
      const shares = Float64Array.from(direction);
      const out = new Float64Array(width);
      for (let k = dimensions - 1; k >= 0; k--) {
        const { example, own } = basis[k]!;
        const share = shares[k]! / own[k]!;
        for (let j = 0; j < k; j++) shares[j]! -= share * own[j]!;
        for (let j = 0; j < width; j++) out[j]! += share * example[j]!;
      }
      return out;
    },
  };
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  // Four sums, as each addition waits for the one before.
  const four = length - (length % 4);
  let [s, t, u, v] = [0, 0, 0, 0];
  for (let i = 0; i < four; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  for (let i = four; i < length; i++) s += a[i]! * b[i]!;
  return s + t + (u + v);
}
