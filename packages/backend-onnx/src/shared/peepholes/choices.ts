/**
 * Where of bool by And and Or, and of int8 by int32. Not for speed: ONNX Runtime 1.30 has no kernel for them on the CPU, nor
 * for int8 on WebGPU, whose kernel for bool fails where the operands broadcast.
 */
import { builder, type Graph, rewrite } from '@graftml/core';

export const choices = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [condition, x, y], outputs }) {
      const dtype = op === 'where' && outputs[0]!.dtype;
      const g = builder(path);
      if (dtype === 'bool') return [g.or(g.and(condition!, x!), g.and(g.not(condition!), y!))];
      if (dtype !== 'int8') return undefined;
      return [g.cast(g.where(condition!, g.cast(x!, { to: 'int32' }), g.cast(y!, { to: 'int32' })), { to: 'int8' })];
    },
  });
