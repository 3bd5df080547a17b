/** Resizing: the new extents here, where each new element comes from in `interpolation.ts`. */
import { combineDims } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { type Fail, float, int, ints, op, string } from '../op.ts';
import { axesOf, knownNumbers, requireFloat } from '../shapes.ts';

const modes = ['nearest', 'linear', 'cubic'];
const coordinateModes = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_crop_and_resize',
];
const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];
const policies = ['stretch', 'not_larger', 'not_smaller'];

export interface ResizeInputs {
  readonly x: TensorType;
  readonly roi?: TensorType | undefined;
  readonly scales?: TensorType | undefined;
  readonly sizes?: TensorType | undefined;
}

/** The attributes of ONNX's Resize. */
export interface ResizeModes {
  readonly mode: string;
  readonly coordinate_transformation_mode: string;
  readonly nearest_mode: string;
  readonly cubic_coeff_a: number;
  readonly exclude_outside: number;
  readonly extrapolation_value: number;
  readonly antialias: number;
  readonly axes: readonly number[];
  readonly keep_aspect_ratio_policy: string;
}

/** How one axis changes. */
export interface ResizedAxis {
  readonly axis: number;
  readonly extent: Dim;
  readonly size: Dim;
  /** Undefined where an extent is symbolic. */
  readonly scale: number | undefined;
  /** The part of the axis that is looked at, as shares of its extent: only for `tf_crop_and_resize`. */
  readonly region: readonly [start: number, end: number];
}

/** To `sizes`, or by `scales`: exactly one of the two, one number for each axis, or for each of `axes`. */
export const resize = op('Resize', ['x', 'roi?', 'scales?', 'sizes?'], {
  attributes: {
    mode: string('nearest'),
    coordinate_transformation_mode: string('half_pixel'),
    nearest_mode: string('round_prefer_floor'),
    cubic_coeff_a: float(-0.75),
    exclude_outside: int(0),
    extrapolation_value: float(0),
    antialias: int(0),
    axes: ints([]),
    keep_aspect_ratio_policy: string('stretch'),
  },
  infer(inputs, attributes, fail) {
    const { x, roi, scales, sizes } = inputs;
    const { mode, coordinate_transformation_mode: coordinates, antialias } = attributes;
    const oneOf = (name: string, value: string, allowed: readonly string[]) => {
      if (!allowed.includes(value)) fail(`${name} must be one of ${allowed.join(', ')}, got '${value}'`);
    };
    oneOf('mode', mode, modes);
    oneOf('coordinate_transformation_mode', coordinates, coordinateModes);
    oneOf('nearest_mode', attributes.nearest_mode, nearestModes);
    oneOf('keep_aspect_ratio_policy', attributes.keep_aspect_ratio_policy, policies);
    if (mode !== 'nearest' && x.dtype === 'bool') fail(`mode '${mode}' has no meaning for bool`);
    if (mode === 'nearest' && antialias) fail("antialias needs mode 'linear' or 'cubic'");
    if (!roi !== (coordinates !== 'tf_crop_and_resize')) fail('roi belongs to tf_crop_and_resize, and only to it');
    if (!scales === !sizes) fail('needs either scales or sizes');
    if (scales) requireFloat(scales, fail);
    const shape = [...x.shape];
    for (const { axis, size } of resizedAxes(inputs, attributes, fail)) shape[axis] = size;
    return { dtype: x.dtype, shape };
  },
});

/** The axes that `resize` may change: all that are not left as they are by a scale of 1. */
export function resizedAxes(inputs: ResizeInputs, modes: ResizeModes, fail: Fail): readonly ResizedAxis[] {
  const { x, roi, scales, sizes } = inputs;
  const axes = modes.axes.length > 0 ? axesOf(modes.axes, x.shape.length, fail) : [...x.shape.keys()];
  const given = sizes ? sizes.known : scales && knownNumbers(scales, 'scales', fail);
  if (given?.length !== axes.length) return fail(`needs ${axes.length} constant ${sizes ? 'sizes' : 'scales'}`);
  const regions = roi && knownNumbers(roi, 'roi', fail);
  if (regions && regions.length !== 2 * axes.length) return fail(`roi needs ${2 * axes.length} numbers`);
  const changes = sizes
    ? bySizes(axes, x, given, modes.keep_aspect_ratio_policy, fail)
    : axes.map((axis, i) => byScale(axis, x.shape[axis]!, given[i] as number, fail));
  return changes.flatMap((change, i): ResizedAxis[] => {
    if (change.scale === 1 && !regions) return [];
    return [{ ...change, region: regions ? [regions[i]!, regions[i + axes.length]!] : [0, 1] }];
  });
}

type Change = Omit<ResizedAxis, 'region'>;

/** Extents are multiplied in float32, as ONNX does: 10 times 0.7 is 7 there. */
function byScale(axis: number, extent: Dim, scale: number, fail: Fail): Change {
  if (!(scale > 0)) return fail(`scales must be positive, got ${scale}`);
  if (typeof extent === 'number') return { axis, extent, scale, size: Math.floor(Math.fround(extent * scale)) };
  if (Number.isInteger(scale)) return { axis, extent, scale, size: combineDims('*', extent, scale) };
  if (Number.isInteger(1 / scale)) return { axis, extent, scale, size: combineDims('/', extent, 1 / scale) };
  return fail(`axis ${axis} must have a known extent for the scale ${scale}`);
}

function bySizes(
  axes: readonly number[],
  { shape }: TensorType,
  sizes: readonly Dim[],
  policy: string,
  fail: Fail,
): readonly Change[] {
  const plain = axes.map((axis, i): Change => {
    const [extent, size] = [shape[axis]!, sizes[i]!];
    const areNumbers = typeof extent === 'number' && typeof size === 'number';
    return { axis, extent, size, scale: areNumbers ? size / extent : extent === size ? 1 : undefined };
  });
  if (policy === 'stretch') return plain;
  const scales = plain.map(({ scale }) => scale ?? fail(`keep_aspect_ratio_policy '${policy}' needs known extents`));
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
  return plain.map((change) => ({ ...change, scale, size: Math.floor(scale * (change.extent as number) + 0.5) }));
}
