/** What a saved classifier may say beside its probabilities. */
import { nodeOf, UsageError, type Value } from '@graftml/core';
import { featureList } from './classifier-features.ts';
import { classMaps, pooledHeadOf } from './pooled-head.ts';

/**
 * `'features'`: what the last linear layer sees, `[N, features]`: pictures whose features are near each other look alike to the network.
 * `'cam'`: the class activation maps, `[N, classes, height, width]`, whose means over height and width are the scores without the biases.
 */
export type ExtraOutput = 'features' | 'cam';

/**
 * The outputs that are asked for, in a graph whose probabilities are known.
 * @param input the name of the graph's input of pictures
 * @throws UsageError for one that this head does not allow
 */
export function extraOutputs(
  probabilities: Value,
  input: string,
  wanted: readonly ExtraOutput[],
): Readonly<Record<string, Value>> {
  const scores = nodeOf(probabilities)!.inputs[0]!;
  const inputs = [{ name: input, dtype: 'uint8', shape: [] }] as const;
  return Object.fromEntries(wanted.map((name) => [name, make[name]?.(inputs, scores) ?? refuse(name)]));
}

type Make = (...at: Parameters<typeof featureList>) => Value | undefined;

const make: Readonly<Record<ExtraOutput, Make>> = {
  features: featureList,
  cam(inputs, scores) {
    const head = pooledHeadOf(inputs, scores);
    return head && classMaps(head);
  },
};

function refuse(name: string): never {
  const expected: Readonly<Record<string, string>> = {
    features: 'a head that ends in one linear layer',
    cam: 'a head of a mean over height and width, then one linear layer',
  };
  if (!expected[name])
    throw new UsageError('is no output that can be had', {
      where: 'outputs',
      expected: 'features, cam',
      received: name,
    });
  throw new UsageError('cannot be given by this head', {
    where: `outputs: '${name}'`,
    expected: expected[name],
    ...(name === 'cam' && { hint: 'explain(…) makes maps of any head, by gradients' }),
  });
}
