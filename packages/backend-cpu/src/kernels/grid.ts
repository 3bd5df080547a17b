/** Pictures looked at through a grid of places. */
import { elementCount, type Ops } from '@graftml/core';
import { floats, type Kernel, output } from './kernel.ts';
import { stridesOf } from './strides.ts';

export const affineGrid: Kernel<Ops['affineGrid']> = ({ theta, attributes: { align_corners } }, work) => {
  const result = output(work);
  const [maps, grid] = [floats(theta), floats(result)];
  const spatial = result.shape.slice(1, -1);
  const rank = spatial.length;
  const strides = stridesOf(spatial);
  const places = elementCount(spatial);
  /** Where element `at` of an axis lies. */
  const coordinate = (at: number, extent: number) => {
    if (!align_corners) return (2 * at + 1) / extent - 1;
    return extent === 1 ? 0 : (2 * at) / (extent - 1) - 1;
  };
  for (let n = 0, to = 0; n < result.shape[0]!; n++)
    for (let place = 0; place < places; place++) {
      const at = spatial
        .map((extent, axis) => coordinate(Math.floor(place / strides[axis]!) % extent, extent))
        .reverse();
      for (let row = 0; row < rank; row++, to++) {
        const map = (n * rank + row) * (rank + 1);
        grid[to] = at.reduce((sum, value, column) => sum + maps[map + column]! * value, maps[map + rank]!);
      }
    }
  return result;
};

interface Sampling {
  readonly align_corners: number;
  readonly mode: string;
  readonly padding_mode: string;
}

/** Elements of one axis, and how much each counts; those in the padding of zeros are not among them. */
type Shares = readonly (readonly [position: number, weight: number])[];

export const gridSample: Kernel<Ops['gridSample']> = ({ x, grid, attributes }, work) => {
  const result = output(work);
  const [from, places, y] = [floats(x), floats(grid), floats(result)];
  const [batch, channels, ...spatial] = x.shape as [number, number, ...number[]];
  const rank = spatial.length;
  const strides = stridesOf(spatial);
  const picture = elementCount(spatial);
  const count = elementCount(grid.shape.slice(1, -1));
  for (let n = 0; n < batch; n++)
    for (let place = 0; place < count; place++) {
      let taps: Shares = [[0, 1]];
      spatial.forEach((extent, axis) => {
        const own = sharesOf(places[(n * count + place + 1) * rank - 1 - axis]!, extent, attributes);
        taps = taps.flatMap(([at, weight]) =>
          own.map(([position, share]) => [at + position * strides[axis]!, weight * share] as const),
        );
      });
      for (let c = 0; c < channels; c++) {
        const plane = n * channels + c;
        let sum = 0;
        for (const [at, weight] of taps) sum += weight * from[plane * picture + at]!;
        y[plane * count + place] = sum;
      }
    }
  return result;
};

function sharesOf(given: number, extent: number, { align_corners, mode, padding_mode }: Sampling): Shares {
  const plain = align_corners ? ((given + 1) / 2) * (extent - 1) : ((given + 1) * extent - 1) / 2;
  const inside = (at: number): number => {
    if (padding_mode === 'zeros') return at;
    if (padding_mode === 'border') return Math.min(Math.max(at, 0), extent - 1);
    return align_corners ? mirrored(at, 0, extent - 1) : mirrored(at, -0.5, extent - 0.5);
  };
  const at = (position: number, weight: number): Shares => {
    const near = inside(position);
    return near >= 0 && near < extent ? [[near, weight]] : [];
  };
  if (mode === 'nearest') {
    const near = Math.floor(plain + 0.5);
    return at(near - plain === 0.5 && near % 2 !== 0 ? near - 1 : near, 1);
  }
  const below = Math.floor(plain);
  const f = plain - below;
  if (mode === 'linear') return [...at(below, 1 - f), ...at(below + 1, f)];
  return [-1, 0, 1, 2].flatMap((step) => at(below + step, cubic(Math.abs(f - step))));
}

/** At both ends, as often as it takes. */
function mirrored(x: number, low: number, high: number): number {
  const length = high - low;
  if (length === 0) return low;
  const turn = (x - low) % (2 * length);
  const from = turn < 0 ? turn + 2 * length : turn;
  return low + (from > length ? 2 * length - from : from);
}

/** Keys 1981 with a = -0.75. */
const cubic = (d: number): number => (d <= 1 ? (1.25 * d - 2.25) * d * d + 1 : ((-0.75 * d + 3.75) * d - 6) * d + 3);
