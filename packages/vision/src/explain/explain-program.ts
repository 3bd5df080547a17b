/** Scores and a map as one program. */
import {
  bind,
  builder,
  constant,
  input,
  type Program,
  pullBack,
  shareCommonSubexpressions,
  tensor,
  type Value,
} from '@graftml/core';
import { featureList } from './classifier-features.ts';
import type { ExplainedModel } from './explained-model.ts';

/** What the program takes beside the pictures: the class to explain, or -1 for the one with the highest score; float32 `[batch, 1]`. */
export const targetName = 'explain/target';

/** Outputs: `scores` `[batch, classes]`, `map` `[batch, height, width]`, and where a linear layer comes last what that sees, `features` `[batch, features]`. */
export function explainProgram(explained: ExplainedModel, batch: number): Program {
  const { model, method } = explained;
  const graph = bind(model.graph('infer'), { N: batch });
  const scores = graph.outputs.output!;
  const target = input(targetName, 'float32', [batch, 1]);
  const chosen = choice(scores, target);
  const { features, head } = explained.find(graph);
  const g = builder('explain');
  const [, channels] = features.shape as readonly number[];
  const weights =
    method === 'cam'
      ? head!.weights
        ? g.matMul(chosen, head!.weights)
        : chosen
      : g.reduceMean(pullBack(new Map([[scores, chosen]]), [features])[0]!, [2, 3], { keepdims: 0 });
  const sum = g.reduceSum(g.mul(features, g.reshape(weights, [batch, channels!, 1, 1])), [1], { keepdims: 0 });
  const map = method === 'grad-cam' ? g.relu(sum) : head!.factor === 1 ? sum : g.mul(sum, head!.factor);
  const list = featureList(model.inputs, scores);
  const outputs = { scores, map, ...(list && { features: list }) };
  return {
    name: `${model.name}: explanation of ${batch}`,
    graph: shareCommonSubexpressions({ inputs: [...graph.inputs, target], outputs }),
    state: [],
  };
}

/** Ones where the class is that of `target`, or the highest score if there is none: `[batch, classes]`. */
function choice(scores: Value, target: Value): Value {
  const g = builder('explain/class');
  const classes = scores.shape[1] as number;
  const numbers = Array.from({ length: classes }, (_, i) => i);
  const asked = g.equal(target, constant(tensor('float32', [1, classes], numbers)));
  const highest = g.equal(scores, g.reduceMax(scores, [1]));
  const isAsked = g.greaterOrEqual(target, 0);
  return g.cast(g.where(isAsked, asked, highest), { to: scores.dtype });
}
