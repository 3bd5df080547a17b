/** Running one node: from its inputs to its outputs. */
import {
  byName,
  type Fail,
  isStatic,
  type Node,
  type Op,
  type OpName,
  ops,
  ShapeError,
  type Tensor,
  type TensorType,
  titleOf,
  UnsupportedError,
  type Value,
} from '@graftml/core';
import { kernels } from './kernels/index.ts';
import type { Allocate, KnownType, Workspace } from './kernels/kernel.ts';

/** An optional output that nobody uses may be missing. */
export type RunNode = (inputs: readonly (Tensor | undefined)[], allocate: Allocate) => readonly (Tensor | undefined)[];

type AnyKernel = (at: object, work: Workspace) => Tensor | readonly (Tensor | undefined)[];

/** Prepares a node once for many runs, given whether anybody uses a value. Throws if an extent is not a number. */
export function prepare(node: Node, isUsed: (value: Value) => boolean): RunNode {
  const { inputs: names, type } = ops[node.op as OpName] as unknown as Op;
  const kernel = kernels[node.op as OpName] as unknown as AnyKernel;
  const outputs = node.outputs.map((output) => knownType(output, pathOf(node)));
  const fail: Fail = (statement, hint) => {
    throw new ShapeError(type, node.path, statement, hint === undefined ? {} : { hint });
  };
  const { attributes } = node;
  return (inputs, allocate) => {
    const work: Workspace = { outputs, allocate, fail, isUsed: (i) => isUsed(node.outputs[i]!) };
    const result = kernel({ ...byName(names, inputs), attributes }, work);
    return Array.isArray(result) ? (result as readonly (Tensor | undefined)[]) : [result as Tensor];
  };
}

/** The layer and the op, as errors name them: `'conv1/Conv'`. */
export const pathOf = (node: Node): string => [node.path, titleOf(node)].filter(Boolean).join('/');

function knownType({ dtype, shape }: TensorType, where: string): KnownType {
  if (isStatic(shape)) return { dtype, shape };
  throw new UnsupportedError('a graph runs when every extent is a number', {
    where,
    received: `[${shape}]`,
    hint: 'bind the symbolic dimensions first: bind(graph, { N: 32 })',
  });
}
