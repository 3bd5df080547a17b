/**
 * Weight gradients for WebGPU: one product for all taps and all pictures, of pieces that Slice and Concat lay out. (A tap is one place
 * in the kernel.) The general form lays columns out by a convolution with one output of each channel for each tap, of which a GPU's
 * convolution makes nothing good, and sums a product for each picture. On SwiftShader, batch 32, 2×2 taps, 32 channels of 16×16: the
 * columns alone took 971 ms, and the sums 333 where a product of all pictures, read across by Gemm, takes 35.
 */
import { type Builder, builder, elementCount, type Graph, rewrite, seenByTaps, taps, type Value } from '@graftml/core';
import { depthwise, isDepthwise, type WindowInGroups } from './weight-gradients.ts';

/** Concat takes as many pieces at once as WebGPU promises buffers, less one for the result. */
const mostPieces = 7;

export const weightGradientsOnGpu = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [x, dy], attributes, outputs }) {
      if (op !== 'convWeightGradient') return undefined;
      const window = attributes as unknown as WindowInGroups;
      const form = isDepthwise(window, x!.shape as number[], dy!.shape as number[])
        ? depthwise
        : window.strides.every((stride) => stride === 1)
          ? shifted
          : sliced;
      return [form(builder(path), x!, dy!, window, outputs[0]!.shape as number[])];
    },
  });

/**
 * The pictures moved along their last axis by each tap's column, times the gradient moved along the others by each tap's row:
 * `[kh · F, N · rows · W]` times `[kw · C, N · rows · W]` transposed, in every group.
 */
function shifted(g: Builder, x: Value, dy: Value, window: WindowInGroups, shape: readonly number[]): Value {
  const { kernel_shape, dilations, pads, group } = window;
  const [rows, columns] = [kernel_shape.slice(0, -1), kernel_shape.at(-1)!];
  const last = rows.length;
  const width = dy.shape[last + 2] as number;
  const heights = rows.map((size, axis) => (dy.shape[axis + 2] as number) + (size - 1) * dilations[axis]!);
  const padded = g.pad(channelsFirst(g, x), [0, 0, ...pads.slice(0, last + 1), 0, 0, ...pads.slice(last + 1)]);
  const spatial = kernel_shape.map((_, axis) => axis + 2);
  const seen = Array.from({ length: columns }, (_, k) => {
    const start = k * dilations[last]!;
    // Padded rows and columns that no window reaches are left out.
    return g.slice(padded, [...rows.map(() => 0), start], [...heights, start + width], spatial);
  });
  const gradient = channelsFirst(g, dy);
  const moved = taps(rows).map((tap) => {
    const before = tap.map((k, axis) => k * dilations[axis]!);
    const after = tap.map((k, axis) => (rows[axis]! - 1 - k) * dilations[axis]!);
    return g.pad(gradient, [0, 0, ...before, 0, 0, 0, ...after, 0]);
  });
  const products = product(g, joined(g, moved, group), joined(g, seen, group));
  const split = g.reshape(products, [group, elementCount(rows), shape[0]! / group, columns, shape[1]!]);
  return g.reshape(g.transpose(split, { perm: [0, 2, 4, 1, 3] }), shape);
}

/** With strides: columns as one slice for each tap. */
function sliced(g: Builder, x: Value, dy: Value, window: WindowInGroups, shape: readonly number[]): Value {
  const { kernel_shape, group } = window;
  const seen = seenByTaps(g, channelsFirst(g, x), window, dy.shape.slice(2) as number[]);
  const products = product(g, joined(g, [channelsFirst(g, dy)], group), joined(g, seen, group));
  const split = g.reshape(products, [group, shape[0]! / group, elementCount(kernel_shape), shape[1]!]);
  return g.reshape(g.transpose(split, { perm: [0, 1, 3, 2] }), shape);
}

/** `[N, C, ...]` → `[C, N, ...]`. */
const channelsFirst = (g: Builder, value: Value): Value =>
  g.transpose(value, { perm: [1, 0, ...value.shape.slice(2).map((_, axis) => axis + 2)] });

/** Pieces `[C, N, ...]`, one below the other: `[group, pieces · C / group, N · positions]`. */
function joined(g: Builder, pieces: readonly Value[], group: number): Value {
  const flat = pieces.map((piece) => {
    const [channels, ...rest] = piece.shape as number[] as [number, ...number[]];
    return g.reshape(piece, [group, channels / group, elementCount(rest)]);
  });
  return stacked(g, flat);
}

function stacked(g: Builder, pieces: readonly Value[]): Value {
  if (pieces.length === 1) return pieces[0]!;
  const parts = Array.from({ length: Math.ceil(pieces.length / mostPieces) }, (_, i) =>
    pieces.slice(i * mostPieces, (i + 1) * mostPieces),
  );
  return stacked(
    g,
    parts.map((part) => (part.length === 1 ? part[0]! : g.concat(part, { axis: 1 }))),
  );
}

/** `[group, rows, P]` and `[group, columns, P]` → `[group, rows, columns]`. */
function product(g: Builder, rows: Value, columns: Value): Value {
  const [group, m, p] = rows.shape as number[] as [number, number, number];
  if (group > 1) return g.matMul(rows, g.transpose(columns, { perm: [0, 2, 1] }));
  const n = columns.shape[1] as number;
  return g.reshape(g.gemm(g.reshape(rows, [m, p]), g.reshape(columns, [n, p]), undefined, { transB: 1 }), [1, m, n]);
}
