/** What is shown of recurrent layers is computed by hand: it must be what the layers themselves compute. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  dense,
  initialWeights,
  lstm,
  predict,
  sequential,
  simpleRNN,
  tensor,
  uniforms,
  withWeights,
} from '@graftml/core';
import { expect, it } from 'vitest';
import { memoryOf, traceOf } from '../src/learn/scenes/shared/recurrent.ts';

const [steps, units] = [7, 5];
const sequence = uniforms({ seed: 3, purpose: 'sequence' }, steps * 2);

it.each([
  ['lstm', lstm(units, { name: 'memory' })],
  ['plain', simpleRNN(units, { name: 'memory' })],
] as const)(
  '%s: after every step it answers what the network says of the sequence up to there',
  async (kind, layer) => {
    const network = (length: number) => sequential({ input: [length, 2] }, [layer, dense(1, { name: 'answer' })]);
    const weights = initialWeights(network(steps), 2);
    const { answers } = traceOf(memoryOf(withWeights(network(steps), weights), kind), sequence);
    for (let length = 1; length <= steps; length++) {
      const data = tensor('float32', [1, length, 2], sequence.slice(0, 2 * length));
      const said = await predict(withWeights(network(length), weights), { backend: cpuBackend(), data });
      expect(answers[length - 1]).toBeCloseTo(1 / (1 + Math.exp(-Number(said.data[0]))), 5);
    }
  },
);
