/** Where ONNX has several ways of saying one thing, the op table has one: explicit padding, no empty inputs, no defaults. */
import { constant, type Dim, tensor, UnsupportedError, type Value } from '@graftml/core';
import { type FileNode, intsOf, withoutAttributes } from './file-node.ts';
import { dataTypes } from './schema.ts';

/** The one form, for each op that has several. */
const forms: Readonly<Record<string, (node: FileNode) => FileNode>> = {
  Conv: explicitPads,
  MaxPool: explicitPads,
  AveragePool: explicitPads,
  LpPool: explicitPads,
  ConvTranspose: explicitTransposePads,
  // Bounds are scalars; a list of one, which ONNX Runtime also takes, becomes one.
  Clip: (node) => ({ ...node, inputs: node.inputs.map((value, i) => (i > 0 ? scalarOf(value) : value)) }),
  // Lists of one, as the body of AffineGrid has them, become scalars.
  Range: (node) => ({ ...node, inputs: node.inputs.map(knownScalarOf) }),
  // Without a dtype, the input's.
  EyeLike: (node) => {
    const { dtype } = node.inputs[0] ?? {};
    if (node.attributes.dtype || !dtype) return node;
    return { ...node, attributes: { ...node.attributes, dtype: { kind: 'int', value: dataTypes[dtype] } } };
  },
  // Exporters fill the places of unused inputs with empty tensors, or with a roi where there is none.
  Resize: (node) => ({
    ...node,
    inputs: node.inputs.map((value, i) =>
      i > 0 && (value?.known?.length === 0 || isIdle(node, i)) ? undefined : value,
    ),
  }),
};

/** The roi means nothing to most modes of Resize. */
const isIdle = ({ attributes }: FileNode, input: number): boolean =>
  input === 1 && attributes.coordinate_transformation_mode?.value !== 'tf_crop_and_resize';

/** What became of a value: one that many nodes use stays one. */
const scalars = new WeakMap<Value, Value>();

function scalarOf(value: Value | undefined): Value | undefined {
  if (value?.source.kind !== 'constant' || String(value.shape) !== '1') return value;
  const { tensor, name } = value.source;
  const scalar = scalars.get(value) ?? constant({ ...tensor, shape: [] }, name);
  scalars.set(value, scalar);
  return scalar;
}

/** The same for one known number, whatever made it. */
function knownScalarOf(value: Value | undefined): Value | undefined {
  const { dtype, shape, known } = value ?? {};
  const isList = dtype !== undefined && shape?.length === 1 && known?.length === 1;
  return isList && typeof known[0] === 'number' ? constant(tensor(dtype, [], [known[0]])) : value;
}

/** Attributes that the op table lacks, with the value at which they say nothing; null where the value means nothing here. */
const neutral: Readonly<Record<string, Readonly<Record<string, number | string | null>>>> = {
  Cast: { saturate: 1 },
  DequantizeLinear: { block_size: 0, output_dtype: 0 },
  // Types that are not read, 8-bit floats, saturate or do not.
  QuantizeLinear: { block_size: 0, output_dtype: 0, precision: 0, saturate: null },
};

export function toOneForm(node: FileNode): FileNode {
  const table = neutral[node.type] ?? {};
  const silent = Object.entries(node.attributes).flatMap(([name, { value }]) =>
    name in table && (table[name] === null || table[name] === value) ? [name] : [],
  );
  const rest = silent.length > 0 ? withoutAttributes(node, ...silent) : node;
  return forms[node.type]?.(rest) ?? rest;
}

const fail = ({ where }: FileNode, statement: string, hint?: string): never => {
  throw new UnsupportedError(statement, { where, ...(hint && { hint }) });
};

interface Axis {
  readonly size: Dim;
  readonly stride: number;
  /** The extent that a window covers. */
  readonly reach: number;
}

/** The spatial axes of a convolution or pooling, as far as its attributes and weights tell them. */
function axesOf(node: FileNode): readonly Axis[] {
  const [x, w] = node.inputs as readonly (Value | undefined)[];
  const sizes = x?.shape.slice(2) ?? [];
  const kernel = intsOf(node, 'kernel_shape') ?? w?.shape.slice(2) ?? [];
  const strides = intsOf(node, 'strides');
  const dilations = intsOf(node, 'dilations');
  return sizes.map((size, i) => {
    const extent = kernel[i];
    if (typeof extent !== 'number') return fail(node, 'the kernel must have a known size');
    return { size, stride: strides?.[i] ?? 1, reach: (extent - 1) * (dilations?.[i] ?? 1) + 1 };
  });
}

const autoPadOf = ({ attributes }: FileNode): string => String(attributes.auto_pad?.value ?? 'NOTSET');

/** All begins, then all ends. With an odd total, the larger half goes to the end, or to the begin with `isLower`. */
function split(totals: readonly number[], isLower: boolean): readonly number[] {
  const smaller = totals.map((total) => Math.floor(total / 2));
  const larger = totals.map((total, i) => total - smaller[i]!);
  return isLower ? [...larger, ...smaller] : [...smaller, ...larger];
}

const withPads = (node: FileNode, pads: readonly number[]): FileNode => ({
  ...node,
  attributes: { ...node.attributes, pads: { kind: 'ints', value: pads } },
});

/** `auto_pad` SAME gives `ceil(size / stride)` windows: at stride 1 the padding does not depend on the size. */
function explicitPads(given: FileNode): FileNode {
  const node = withoutAttributes(given, 'auto_pad');
  const mode = autoPadOf(given);
  if (mode === 'NOTSET') return node;
  if (mode === 'VALID') return withoutAttributes(node, 'pads');
  if (mode !== 'SAME_UPPER' && mode !== 'SAME_LOWER') return fail(node, `auto_pad '${mode}' is not known`);
  const totals = axesOf(node).map(({ size, stride, reach }) => {
    if (stride === 1) return reach - 1;
    if (typeof size !== 'number')
      return fail(node, `auto_pad '${mode}' with a stride needs a known size, got ${size}`, fixedSizes);
    const total = (Math.ceil(size / stride) - 1) * stride + reach - size;
    // ONNX Runtime then crops the picture for pooling, and does not for convolution; ONNX does not say.
    if (total < -1 && node.type !== 'Conv')
      fail(node, `auto_pad '${mode}' of windows with gaps is read in several ways`);
    return Math.max(total, 0);
  });
  return withPads(node, split(totals, mode === 'SAME_LOWER'));
}

const fixedSizes = 'export the model with fixed height and width';

/** `auto_pad` SAME gives `size · stride`, and `output_shape` whatever it says. */
function explicitTransposePads(given: FileNode): FileNode {
  const node = withoutAttributes(given, 'auto_pad', 'output_shape');
  const mode = autoPadOf(given);
  const outputShape = intsOf(given, 'output_shape');
  if (!outputShape && mode === 'NOTSET') return node;
  if (!outputShape && mode === 'VALID') return withoutAttributes(node, 'pads');
  if (!['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'].includes(mode)) fail(node, `auto_pad '${mode}' is not known`);
  const axes = axesOf(node);
  if (outputShape && outputShape.length !== axes.length) fail(node, `output_shape needs ${axes.length} numbers`);
  const added = intsOf(node, 'output_padding');
  const totals = axes.map(({ size, stride, reach }, i) => {
    const slack = reach + (added?.[i] ?? 0) - stride;
    if (!outputShape) return slack;
    if (typeof size !== 'number') return fail(node, `output_shape needs a known size, got ${size}`, fixedSizes);
    return size * stride + slack - outputShape[i]!;
  });
  // One element that an output shape asks for is added at the end; more would go to both sides.
  if (totals.some((total) => total < (outputShape ? -1 : 0))) fail(node, 'the output is larger than the windows reach');
  const output_padding = totals.map((total, i) => (added?.[i] ?? 0) + (total < 0 ? 1 : 0));
  const padded = withPads(
    node,
    split(
      totals.map((total) => Math.max(total, 0)),
      mode !== 'SAME_UPPER',
    ),
  );
  return { ...padded, attributes: { ...padded.attributes, output_padding: { kind: 'ints', value: output_padding } } };
}
