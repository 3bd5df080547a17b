/** Nearest-neighbour resizing. */
import { isStatic } from '../ir/dims.ts';
import type { TensorType } from '../ir/value.ts';
import { type Fail, op, string } from '../op.ts';
import { knownNumbers } from '../shapes.ts';

export const coordinateModes = ['asymmetric', 'half_pixel', 'pytorch_half_pixel', 'align_corners'] as const;
export const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

interface ResizeInputs {
  readonly x: TensorType;
  readonly scales?: TensorType | undefined;
  readonly sizes?: TensorType | undefined;
}
interface ResizeModes {
  readonly coordinate_transformation_mode: string;
  readonly nearest_mode: string;
}

/** To `sizes`, or by `scales`: exactly one of the two, one number an axis. */
export const resize = op('Resize', ['x', 'roi?', 'scales?', 'sizes?'], {
  attributes: {
    mode: string('nearest'),
    coordinate_transformation_mode: string('half_pixel'),
    nearest_mode: string('round_prefer_floor'),
  },
  infer({ x, roi, scales, sizes }, attributes, fail) {
    const oneOf = (name: keyof typeof attributes, allowed: readonly string[]) => {
      if (!allowed.includes(attributes[name]))
        fail(`${name} must be one of ${allowed.join(', ')}, got '${attributes[name]}'`);
    };
    oneOf('mode', ['nearest']);
    oneOf('coordinate_transformation_mode', coordinateModes);
    oneOf('nearest_mode', nearestModes);
    if (roi) fail('roi only means something to tf_crop_and_resize');
    if (!scales === !sizes) fail('needs either scales or sizes');
    const size = x.shape.map((d, axis) => scaleOf({ x, scales, sizes }, axis, fail).size ?? d);
    return { dtype: x.dtype, shape: size };
  },
});

/** The scale of one axis, and its new extent; no extent where a symbolic axis stays as it is. */
function scaleOf({ x, scales, sizes }: ResizeInputs, axis: number, fail: Fail): { scale: number; size?: number } {
  const given = sizes ? sizes.known : scales && knownNumbers(scales, 'scales', fail);
  if (given?.length !== x.shape.length) return fail(`needs ${x.shape.length} constant ${sizes ? 'sizes' : 'scales'}`);
  const [extent, value] = [x.shape[axis]!, given[axis]!];
  if (value === (sizes ? extent : 1)) return { scale: 1 };
  if (typeof extent !== 'number' || typeof value !== 'number') return fail(`axis ${axis} must have a known extent`);
  return sizes ? { scale: value / extent, size: value } : { scale: value, size: Math.floor(extent * value) };
}

/** For each position along `axis` of the result, the position of the input that it copies. */
export function nearestPositions(inputs: ResizeInputs, modes: ResizeModes, axis: number, fail: Fail): number[] {
  const extent = inputs.x.shape[axis]!;
  if (typeof extent !== 'number' || !isStatic(inputs.x.shape))
    return fail('extents must be known', 'bind the symbolic dimensions first');
  const { scale, size = extent } = scaleOf(inputs, axis, fail);
  const coordinate = (at: number): number => {
    switch (modes.coordinate_transformation_mode) {
      case 'asymmetric':
        return at / scale;
      case 'align_corners':
        return size === 1 ? 0 : (at * (extent - 1)) / (size - 1);
      case 'pytorch_half_pixel':
        return size === 1 ? 0 : (at + 0.5) / scale - 0.5;
      default:
        return (at + 0.5) / scale - 0.5;
    }
  };
  const round: Record<string, (x: number) => number> = {
    round_prefer_floor: (x) => Math.ceil(x - 0.5),
    round_prefer_ceil: (x) => Math.floor(x + 0.5),
    floor: Math.floor,
    ceil: Math.ceil,
  };
  return Array.from({ length: size }, (_, at) =>
    Math.min(Math.max(round[modes.nearest_mode]!(coordinate(at)), 0), extent - 1),
  );
}
