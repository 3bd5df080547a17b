/** Dropout as it is in training: files hold it as it is used, where it does nothing. */
import { builder } from '../builder.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, input, inputName, type Value } from '../ir/value.ts';
import { rewrite } from './rewrite.ts';

/** Where ONNX lets the ratio be left out. */
const usualRatio = 0.5;

/**
 * Every Dropout multiplies by a mask that is a random input, `<node>/mask`, drawn anew in each step; its ratio must be known
 * when the graph is built and its own mask not used, or it stays as it is. (Exporters of PyTorch leave Dropout out of a file for use; where one is in
 * it, its author wanted it in training, and Keras's fine-tuning has it too.)
 */
export function withActiveDropout(graph: Graph): Graph {
  const taken = new Set(graph.inputs.map(inputName));
  const outputs = Object.values(graph.outputs);
  const used = new Set([...outputs, ...topologicalOrder(outputs).flatMap(({ inputs }) => inputs)]);
  const masks: Value[] = [];
  const active = rewrite(graph, {
    node({ op, path, inputs: [data, ratio], outputs: [, mask] }, original) {
      const rate = ratio ? ratio.known?.[0] : usualRatio;
      if (op !== 'dropout' || typeof rate !== 'number' || rate === 0 || used.has(original.outputs[1]!))
        return undefined;
      let name = `${path || 'dropout'}/mask`;
      for (let i = 1; taken.has(name); i++) name = `${path || 'dropout'}/mask_${i}`;
      taken.add(name);
      const drawn = input(name, data!.dtype, data!.shape, { kind: 'dropout', keep: 1 - rate });
      masks.push(drawn);
      return [builder(path).mul(data!, drawn), mask!];
    },
  });
  return masks.length === 0 ? graph : { ...active, inputs: [...active.inputs, ...masks] };
}
