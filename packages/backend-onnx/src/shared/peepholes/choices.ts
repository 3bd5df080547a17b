/**
 * Where of bool by And and Or, and of int8 by int32, where ONNX Runtime 1.30 has no kernel for them: neither on the CPU,
 * int8 nowhere. Not for speed.
 */
import { builder, type DType, type Graph, rewrite, type Value } from '@graftml/core';

export const choices =
  (...lacking: readonly (keyof typeof forms)[]) =>
  (graph: Graph): Graph =>
    rewrite(graph, {
      node({ op, path, inputs: [condition, x, y], outputs }) {
        const dtype = lacking.find((each) => op === 'where' && each === outputs[0]!.dtype);
        return dtype && [forms[dtype](path, condition!, x!, y!)];
      },
    });

type Form = (path: string, condition: Value, x: Value, y: Value) => Value;

const forms = {
  bool(path, condition, x, y) {
    const g = builder(path);
    return g.or(g.and(condition, x), g.and(g.not(condition), y));
  },
  int8(path, condition, x, y) {
    const g = builder(path);
    const wide = (value: Value) => g.cast(value, { to: 'int32' });
    return g.cast(g.where(condition, wide(x), wide(y)), { to: 'int8' });
  },
} satisfies Partial<Record<DType, Form>>;
