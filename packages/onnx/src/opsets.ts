/** From other opsets to the pinned one: one converter for each op and each version in which its form changed. */
import { constant, tensor, UnsupportedError } from '@graftml/core';
import { type FileNode, intsOf, withoutAttributes } from './file-node.ts';
import { opset } from './version.ts';

/** The opsets that are read. Between them, the ops of the table changed only where a converter says so. */
export const oldestOpset = 13;
export const newestOpset = 21;

interface Step {
  /** The opset that has the new form; nodes of lower ones are converted. */
  readonly to: number;
  readonly convert: (node: FileNode) => FileNode;
}

/** Axes were an attribute; they became the second input. */
const axesBecomeInput = (to: number): Step => ({
  to,
  convert(node) {
    const axes = intsOf(node, 'axes');
    const rest = withoutAttributes(node, 'axes');
    return axes ? { ...rest, inputs: [node.inputs[0], constant(tensor('int64', [axes.length], axes))] } : rest;
  },
});

const steps: Readonly<Record<string, readonly Step[]>> = {
  ReduceMax: [axesBecomeInput(18)],
  ReduceMean: [axesBecomeInput(18)],
};

/** Throws an UnsupportedError for an opset that no converter knows. */
export function checkOpset(version: number, where?: string): void {
  if (version >= oldestOpset && version <= newestOpset) return;
  throw new UnsupportedError(`the model is of ONNX opset ${version}, which is not read`, {
    ...(where !== undefined && { where }),
    expected: `an opset from ${oldestOpset} to ${newestOpset}`,
    hint: `convert it: onnx.version_converter.convert_version(model, ${opset})`,
  });
}

/** The node as opset 20 writes it. */
export const toPinnedOpset = (node: FileNode, from: number): FileNode =>
  (steps[node.type] ?? []).reduce((current, { to, convert }) => (from < to ? convert(current) : current), node);
