/** Fewer examples than features: the same examples in coordinates of the space that they span, in which all is as far apart as before. */

/** What `rowSpace` finds. */
export interface RowSpace {
  /** Of each example, `[size, dimensions]` row by row: at most as many as there are examples. */
  readonly coordinates: Float64Array;
  readonly dimensions: number;
  /** A direction in these coordinates, `[dimensions]`, as one in features, `[width]`. */
  expand(direction: Float64Array): Float64Array;
}

/**
 * By Gram and Schmidt. A linear model with a penalty on its squared weights never leaves that space, so it may be fitted there.
 * @param x features `[size, width]`
 */
export function rowSpace(x: ArrayLike<number>, width: number): RowSpace {
  const size = x.length / width;
  const basis: Float64Array[] = [];
  const rows = Array.from({ length: size }, (_, i) => {
    const rest = Float64Array.from({ length: width }, (_, j) => x[i * width + j]!);
    const length = Math.sqrt(dot(rest, rest));
    const own = basis.map((direction) => {
      const along = dot(rest, direction);
      for (let j = 0; j < width; j++) rest[j]! -= along * direction[j]!;
      return along;
    });
    const left = Math.sqrt(dot(rest, rest));
    // What is left of a sum of the others is rounding.
    if (left > length * 1e-9) {
      basis.push(rest.map((value) => value / left));
      own.push(left);
    }
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
      const out = new Float64Array(width);
      basis.forEach((axis, k) => {
        for (let j = 0; j < width; j++) out[j]! += direction[k]! * axis[j]!;
      });
      return out;
    },
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
