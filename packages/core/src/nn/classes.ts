/** Classes in a graph: which one wins, and as ones and zeros. Shared by losses and metrics. */
import type { Builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import { isStatic, showShape } from '../ir/dims.ts';
import { constant, type TensorType, type Value } from '../ir/value.ts';
import { type DType, isFloat, tensor } from '../tensor.ts';

/** The number of classes of a prediction `[N, classes]`; throws a UsageError for anything else. */
export function classCount(where: string, { dtype, shape }: TensorType): number {
  const [, classes, ...more] = shape;
  const fail = (statement: string, hint: string): never => {
    throw new UsageError(statement, {
      where,
      expected: 'a float prediction [N, classes]',
      received: `${dtype} ${showShape(shape)}`,
      hint,
    });
  };
  if (!isFloat(dtype)) return fail('needs scores of classes', 'predict floats');
  if (classes === undefined) return fail('needs one score for each class', 'end the model with dense(classes)');
  if (more.length > 0)
    return fail(
      'needs one answer for each example',
      'use flatten() or globalAveragePooling2D() before the last dense()',
    );
  if (!isStatic([classes])) return fail('needs a known number of classes', 'bind the symbolic dimension first');
  if ((classes as number) < 2)
    return fail('needs at least two classes', 'for one yes-or-no score use binaryCrossentropy and binary metrics');
  return classes as number;
}

/** 0, 1, …, `classes - 1` */
const labels = (classes: number, dtype: DType): Value =>
  constant(
    tensor(
      dtype,
      [classes],
      Array.from({ length: classes }, (_, i) => i),
    ),
  );

/** bool `[N, classes]`: true where the class is the one that `index` `[N]` names. (OneHot is slow or missing on GPUs.) */
export const isClass = (g: Builder, index: Value, classes: number): Value =>
  g.equal(g.unsqueeze(index, [1]), labels(classes, index.dtype));

/** Of `[N, classes]`, the first class with the largest score, as whole floats `[N]`. (ArgMax is int64, which GPUs lack.) */
export function firstLargest(g: Builder, scores: Value): Value {
  const classes = scores.shape[1] as number;
  const wins = g.equal(scores, g.reduceMax(scores, [1]));
  // The largest of -index among the winners is the smallest index; where nothing wins (NaN), no class at all.
  const earliness = g.where(wins, g.neg(labels(classes, scores.dtype)), -classes);
  return g.neg(g.reduceMax(earliness, [1], { keepdims: 0 }));
}
