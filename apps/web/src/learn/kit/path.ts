/** Paths of SVG. */
import type { Scale } from './scale.ts';

const at = (value: number): string => value.toFixed(1);

/** Through all points; numbers that are none leave a gap. */
export function pathOf(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  let path = '';
  let isDrawing = false;
  for (let i = 0; i < ys.length; i++) {
    const [a, b] = [x(xs[i]!), y(ys[i]!)];
    if (!Number.isFinite(a) || !Number.isFinite(b)) isDrawing = false;
    else {
      path += `${isDrawing ? 'L' : 'M'}${at(a)} ${at(b)}`;
      isDrawing = true;
    }
  }
  return path;
}

/** Where a surface has this level: marching squares over rows of a square grid. */
export function contourOf(values: ArrayLike<number>, across: number, level: number, x: Scale, y: Scale): string {
  let path = '';
  const rows = values.length / across;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < across; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossings: string[] = [];
      corners.forEach(([c, r], i) => {
        const [d, s] = corners[(i + 1) % 4]!;
        const [a, b] = [values[r * across + c]! - level, values[s * across + d]! - level];
        if (a < 0 === b < 0) return;
        const t = a / (a - b);
        crossings.push(`${at(x(c + t * (d - c)))} ${at(y(r + t * (s - r)))}`);
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) path += `M${crossings[i]}L${crossings[i + 1]}`;
    }
  return path;
}
