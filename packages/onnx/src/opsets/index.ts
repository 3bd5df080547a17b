/** From other opsets to the pinned one, step by step: what changed in between is known of every op of ONNX's standard domain. */
import { builder, UnsupportedError, type Value } from '@graftml/core';
import type { FileNode } from '../file-node.ts';
import { opset as pinned } from '../version.ts';
import { converters } from './converters.ts';
import { history, newestOpset } from './history.ts';
import { isFileNode } from './step.ts';

export { newestOpset } from './history.ts';

/** Before it, binary ops broadcast otherwise. */
export const oldestOpset = 7;

/** Throws an UnsupportedError for an opset whose ops are not known; 0 is that of a model without ops of ONNX's own domain. */
export function checkOpset(version: number, where?: string): void {
  if (version === 0 || (version >= oldestOpset && version <= newestOpset)) return;
  throw new UnsupportedError(`the model is of ONNX opset ${version}, which is not read`, {
    ...(where !== undefined && { where }),
    expected: `an opset from ${oldestOpset} to ${newestOpset}`,
    hint: `convert it: onnx.version_converter.convert_version(model, ${pinned})`,
  });
}

interface Definition {
  readonly version: number;
  /** It allows other types than the one before, and that is all. */
  readonly isSame: boolean;
  /** From this opset on there is no such op. */
  readonly isGone: boolean;
  readonly isWithdrawn: boolean;
}

const definitionsOf = (type: string): readonly Definition[] =>
  (Object.hasOwn(history, type) ? history[type]!.split(' ') : []).map((word) => ({
    version: Number.parseInt(word, 10),
    isSame: word.endsWith('='),
    isGone: word.endsWith('†'),
    isWithdrawn: word.endsWith('‡'),
  }));

const inForce = (definitions: readonly Definition[], opset: number): Definition | undefined =>
  definitions.findLast(({ version }) => version <= opset);

/** The definitions that lie between an op's form at `opset` and the pinned one, nearest to `opset` first. */
function between(definitions: readonly Definition[], opset: number): readonly Definition[] {
  const [low, high] = opset < pinned ? [opset, pinned] : [pinned, opset];
  const passed = definitions.filter(({ version }) => version > low && version <= high);
  return opset < pinned ? passed : passed.toReversed();
}

/** Whether the op is there in the pinned opset. */
export function isThere(type: string): boolean {
  const now = inForce(definitionsOf(type), pinned);
  return !!now && !now.isGone;
}

/** Whether onnx.checker refuses the op in files of the pinned opset, although the op has a meaning there. */
export const isWithdrawn = (type: string): boolean => inForce(definitionsOf(type), pinned)?.isWithdrawn ?? false;

/**
 * The node in the form of the pinned opset, or the values that say what it says. `values` builds a node that a converter
 * makes on the way. Throws an UnsupportedError that names the op and both versions for a change that no converter covers, and
 * for an op that is not there at `opset`.
 */
export function toPinnedOpset(
  node: FileNode,
  opset: number,
  path: string,
  values: (node: FileNode) => readonly Value[],
): FileNode | readonly Value[] {
  const { type, where } = node;
  const definitions = definitionsOf(type);
  const [then, now] = [inForce(definitions, opset), inForce(definitions, pinned)];
  const fail = (statement: string): never => {
    throw new UnsupportedError(`the op ${type} of opset ${opset} ${statement}`, { where });
  };
  if (definitions.length === 0) return node;
  if (opset === 0) return fail('is not there: the model does not import the ops of ONNX');
  if (!then) return fail(`is not there: it came with opset ${definitions[0]!.version}`);
  if (then.isGone) return fail(`is not there: it went with opset ${then.version}`);
  if (!now) return fail(`is newer than opset ${pinned}, and not written out in older ops`);
  let current = node;
  for (const { version, isSame } of between(definitions, opset)) {
    if (isSame) continue;
    const steps = Object.hasOwn(converters, type) ? converters[type]! : {};
    const convert = Object.hasOwn(steps, version) ? steps[version]! : undefined;
    if (!convert) return fail(`changed at opset ${version}, and no converter takes it to opset ${pinned}`);
    const rest = version <= pinned ? version : version - 1;
    const made = convert(current, {
      g: builder(path),
      values(inner) {
        const done = toPinnedOpset(inner, rest, path, values);
        return isFileNode(done) ? values(done) : done;
      },
    });
    if (!isFileNode(made)) return made;
    if (made.type !== type) return toPinnedOpset(made, rest, path, values);
    current = made;
  }
  return current;
}
