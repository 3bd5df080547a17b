/**
 * A linear model with 30 weights for 40 noisy examples, of which only 3 inputs matter. Without a penalty it finds a use for every
 * input: it fits the noise. L2 (a price on the squares) makes all weights smaller; L1 (a price on the amounts) pulls with the same
 * force however small a weight is, and so takes those that hardly help to zero: it selects.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  cosineDecay,
  dense,
  evaluate,
  fit,
  meanSquaredError,
  normals,
  regularizers,
  sequential,
  tensor,
} from '@graftml/core';
import { bars, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'L1 and L2: a price on weights, and how each spends it';

export const inputs = 30;
export const truth = Array.from({ length: inputs }, (_, i) => [2, -1.5, 1][i] ?? 0);

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const [train, test] = [drawn(40, seed, 'train'), drawn(2000, seed, 'test')];
  const loss = meanSquaredError();
  const epochs = quick ? 300 : 800;
  const penalties = {
    none: undefined,
    L2: regularizers.l2(0.1),
    L1: regularizers.l1(0.25),
  };

  const runs = [];
  for (const [name, kernelRegularizer] of Object.entries(penalties)) {
    const layer = (options: { readonly kernelRegularizer?: typeof kernelRegularizer }) =>
      sequential({ input: [inputs] }, [dense(1, { useBias: false, name: 'linear', ...options })]);
    const { model } = await fit(layer({ kernelRegularizer }), {
      backend,
      train,
      loss,
      optimizer: adam({ learningRate: cosineDecay({ initialLearningRate: 0.05, decaySteps: epochs }) }),
      epochs,
      batchSize: 40,
      seed,
    });
    const weights = Array.from(model.parameters[0]!.value!.data, Number);
    // Without the penalty: a loss is for learning, an error for judging.
    const error = async (data: typeof train) => {
      const plain = { ...layer({}), parameters: model.parameters };
      return (await evaluate(plain, { backend, data, loss, batchSize: 40 }))!.loss;
    };
    runs.push({
      name,
      weights,
      length: Math.hypot(...weights),
      nearZero: weights.filter((weight) => Math.abs(weight) < 0.01).length,
      trainError: await error(train),
      testError: await error(test),
    });
  }
  say(
    `${inputs} inputs, of which ${truth.filter(Boolean).length} matter; 40 examples to learn from, noise of variance 1.`,
  );
  table(
    ['penalty', 'error on the 40', 'error on 2,000 others', 'length of the weights', 'weights below 0.01'],
    runs.map((one) => [one.name, one.trainError, one.testError, one.length, one.nearZero]),
  );

  await draw(
    panels({
      columns: 1,
      pictures: runs.map(({ name, weights, testError }) =>
        bars({
          title: `Penalty: ${name}`,
          subtitle: `mean squared error on new examples: ${testError.toFixed(2)}`,
          width: 900,
          height: 290,
          x: 'input',
          words: truth.map((_, i) => String(i + 1)),
          y: { name: 'weight', min: -2, max: 2.5 },
          series: [
            { name: 'learnt', values: weights },
            { name: 'true', values: truth, color: '#c1c1c1' },
          ],
        }),
      ),
    }),
  );
  return { runs: runs.map(({ weights, ...figures }) => ({ ...figures, three: weights.slice(0, 3) })) };
}

/** Inputs, and what the three that matter make of them, with noise. */
export function drawn(count: number, seed: number, purpose: string) {
  const x = normals({ seed, purpose: `${purpose} inputs` }, count * inputs);
  const noise = normals({ seed, purpose: `${purpose} noise` }, count);
  const y = Array.from(noise, (error, i) => truth.reduce((sum, weight, k) => sum + weight * x[i * inputs + k]!, error));
  return arrayDataset(tensor('float32', [count, inputs], x), tensor('float32', [count, 1], y));
}
