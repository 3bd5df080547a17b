import { entropy, softmaxOf } from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/softmax.tsx';

export interface SoftmaxState {
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
  readonly bits: number;
  /** Over all temperatures of the slider. */
  readonly temperatures: readonly number[];
  readonly curves: readonly (readonly number[])[];
}

export function scene({ cat, dog, horse, temperature, added }: SettingsOf<typeof controls>): SoftmaxState {
  const scores = [cat, dog, horse].map((score) => score + added);
  const probabilities = softmaxOf(scores, { temperature });
  const temperatures = Array.from({ length: 101 }, (_, i) => 10 ** (-1 + i / 50));
  const each = temperatures.map((t) => softmaxOf(scores, { temperature: t }));
  return {
    scores,
    probabilities,
    bits: entropy(probabilities),
    temperatures,
    curves: scores.map((_, k) => each.map((p) => p[k]!)),
  };
}
