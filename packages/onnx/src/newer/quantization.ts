/** QuantizeLinear and DequantizeLinear as every opset has them. Scales of blocks (21) are those of lines of a reshaped tensor. */
import { type Builder, constant, elementCount, isStatic, tensor, type Value } from '@graftml/core';
import type { FileNode } from '../file-node.ts';
import { readDType } from '../tensor.ts';
import { attributesOf, castTo, inputOf, int, numberOf, refuse, type Written } from './attributes.ts';

const specs = { axis: int(1), block_size: int(0), output_dtype: int(0) };

/** By blocks, to a dtype that an attribute names, or int32 by a float, as opsets other than 20 allow it. */
export function isQuantizedOtherwise({ type, inputs: [x, scale], attributes }: FileNode): boolean {
  const isMixed = type === 'QuantizeLinear' && x?.dtype !== scale?.dtype;
  return isMixed || ['block_size', 'output_dtype', 'precision'].some((name) => (attributes[name]?.value ?? 0) !== 0);
}

export const quantizeLinear: Written = (g, node) => {
  const [given, scale] = [inputOf(node, 0, 'x'), inputOf(node, 1, 'y_scale')];
  // Of `saturate` only types that Graft lacks make use: 8-bit floats.
  const { axis, block_size, output_dtype, precision } = attributesOf(node, {
    ...specs,
    precision: int(0),
    saturate: int(1),
  });
  if (precision > 1) refuse(node, 'precision must be 0 or 1 (float32)', `${precision}`);
  const x = castTo(g, given, scale.dtype);
  const zeroPoint = node.inputs[2] ?? zeroPointOf(node, scale, output_dtype);
  if (output_dtype !== 0 && zeroPoint?.dtype !== readDType(output_dtype, node.where))
    refuse(node, 'output_dtype must be that of the zero point', zeroPoint?.dtype);
  if (block_size === 0) return [g.quantizeLinear(x, scale, zeroPoint, { axis })];
  return [
    inLines(g, node, [x, scale, zeroPoint], axis, block_size, (lines, scales, zeros) =>
      g.quantizeLinear(lines, scales, zeros, { axis: 0 }),
    ),
  ];
};

export const dequantizeLinear: Written = (g, node) => {
  const [x, scale] = [inputOf(node, 0, 'x'), inputOf(node, 1, 'x_scale')];
  const zeroPoint = node.inputs[2];
  const { axis, block_size, output_dtype } = attributesOf(node, specs);
  const y =
    block_size === 0
      ? g.dequantizeLinear(x, scale, zeroPoint, { axis })
      : inLines(g, node, [x, scale, zeroPoint], axis, block_size, (lines, scales, zeros) =>
          g.dequantizeLinear(lines, scales, zeros, { axis: 0 }),
        );
  return [output_dtype === 0 ? y : castTo(g, y, readDType(output_dtype, node.where))];
};

/** The dtype of the result is said by a zero point; zeros where only an attribute says it. */
function zeroPointOf(node: FileNode, { shape }: Value, output_dtype: number): Value | undefined {
  if (output_dtype === 0) return undefined;
  if (!isStatic(shape)) return refuse(node, 'the scale must have a known shape', `[${shape}]`);
  return constant(tensor(readDType(output_dtype, node.where), shape, new Array<number>(elementCount(shape)).fill(0)));
}

/** Lays each block of `size` entries along `axis` out as a line of a matrix, applies `f`, and puts them back. */
function inLines(
  g: Builder,
  node: FileNode,
  [x, scale, zeroPoint]: readonly [Value, Value, Value | undefined],
  axis: number,
  size: number,
  f: (lines: Value, scales: Value, zeroPoints: Value | undefined) => Value,
): Value {
  const rank = x.shape.length;
  const at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank || size < 0)
    refuse(node, `blocks of ${size} along axis ${axis} of a tensor of rank ${rank}`);
  const shape = x.shape.map((_, i) => numberOf(node, x, i, 'the shape of what is quantized in blocks'));
  const length = shape[at]!;
  const blocks = Math.ceil(length / size);
  const expected = shape.map((extent, i) => (i === at ? blocks : extent));
  if (String(scale.shape) !== String(expected)) refuse(node, `the scale must be [${expected}]`, `[${scale.shape}]`);
  const [outer, inner] = [elementCount(shape.slice(0, at)), elementCount(shape.slice(at + 1))];
  const missing = blocks * size - length;
  const padded = missing === 0 ? x : g.pad(x, [0, missing], undefined, [at]);
  const split = g.transpose(g.reshape(padded, [outer, blocks, size, inner]), { perm: [0, 1, 3, 2] });
  const lines = g.reshape(split, [-1, size]);
  const done = f(lines, g.reshape(scale, [-1]), zeroPoint && g.reshape(zeroPoint, [-1]));
  const back = g.transpose(g.reshape(done, [outer, blocks, inner, size]), { perm: [0, 1, 3, 2] });
  const whole = g.reshape(back, [...shape.slice(0, at), blocks * size, ...shape.slice(at + 1)]);
  return missing === 0 ? whole : g.slice(whole, [0], [length], [at]);
}
