/** Models made for pictures of one size, for another. */
import { GraftError, UsageError } from '../errors.ts';
import { showShape } from '../ir/dims.ts';
import { input, inputName, type Shape } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { bind } from '../passes/bind.ts';
import { rewrite } from '../passes/rewrite.ts';
import { dataInputs } from './cut-points.ts';
import { derived } from './derived.ts';

/**
 * `resizeInput(model, [3, 128, 128])`: the same weights on inputs of other extents, `shape` without the batch; itself if it takes that
 * already. Convolutions go along and a global pooling takes what comes. Throws a UsageError where something in the model is made for its
 * own size, such as a linear layer on what a convolution left, and where a list of scores would no longer be one.
 */
export function resizeInput(model: Model, shape: readonly number[]): Model {
  const [only, ...others] = model.inputs;
  const before = only?.shape ?? [];
  const refuse = (received: string, cause?: unknown): never => {
    throw new UsageError('the model cannot take inputs of another size', {
      where: model.name,
      expected: `${model.inputs.map((entry) => `${entry.name} ${showShape(entry.shape)}`).join(' and ')}, as it was made for`,
      received,
      hint: 'cut it before what is made for that size, or keep the size',
      cause,
    });
  };
  if (others.length > 0 || before.length !== shape.length + 1) refuse(showShape(shape));
  const wanted = [before[0]!, ...shape];
  if (`${wanted}` === `${before}`) return model;
  const inputs = [{ ...only!, shape: wanted }];
  return derived(
    model,
    (mode) => {
      const graph = model.graph(mode);
      const data = new Set(dataInputs(model, graph));
      try {
        const resized = rewrite(graph, {
          leaf: (value) => (data.has(value) ? input(inputName(value)!, value.dtype, wanted) : value),
        });
        const { outputs } = resized;
        // With a number for the batch every shape is one, and what does not fit is seen.
        if (typeof wanted[0] === 'string') bind(resized, { [wanted[0]]: 2 });
        const [now, then] = [outputs.output!.shape, graph.outputs.output!.shape];
        if (!isLike(now, then))
          refuse(`${showShape(shape)}, which makes its output ${showShape(now)}, not ${showShape(then)}`);
        return outputs;
      } catch (cause) {
        if (!(cause instanceof GraftError) || cause instanceof UsageError) throw cause;
        return refuse(`${showShape(shape)}, at which ${cause.where ?? 'a node'}: ${cause.statement}`, cause);
      }
    },
    { inputs },
  );
}

/** Whether height and width are all that changed, and those only where they were there. */
const isLike = (now: Shape, then: Shape): boolean =>
  now.length === then.length && now.every((d, i) => d === then[i] || (i >= 2 && then[i] !== 1));
