/** Computing values at once: for constant folding, tests, and curiosity. */
import { DataError, inputName, type Tensor, topologicalOrder, type Value } from '@graftml/core';
import { freshly } from './kernels/kernel.ts';
import { usedIn } from './plan.ts';
import { prepare } from './run-node.ts';

/**
 * The tensors that `outputs` stand for. `feeds` gives the inputs they depend on, or any other value to start from; a
 * DataError names an input that is not given. Results may share data with constants and feeds: do not write to them.
 */
export function evaluate(outputs: readonly Value[], feeds: ReadonlyMap<Value, Tensor> = new Map()): Tensor[] {
  const values = new Map(feeds);
  const order = topologicalOrder(outputs, new Set(feeds.keys()));
  const isUsed = usedIn(order, outputs);
  for (const node of order) {
    const made = prepare(node, isUsed)(
      node.inputs.map((value) => value && tensorOf(values, value)),
      freshly,
    );
    node.outputs.forEach((value, i) => {
      const tensor = made[i];
      if (tensor) values.set(value, tensor);
    });
  }
  return outputs.map((value) => tensorOf(values, value));
}

function tensorOf(values: ReadonlyMap<Value, Tensor>, value: Value): Tensor {
  const found = values.get(value);
  if (found) return found;
  if (value.source.kind === 'constant') return value.source.tensor;
  throw new DataError('an input has no value', {
    where: inputName(value) ?? 'evaluate',
    expected: `${value.dtype} [${value.shape}]`,
  });
}
