import { backward, byAutodiff, flat, forward, unflat, type Weights, weights } from '@graftml/examples/backpropagation';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/backpropagation.tsx';

export interface BackpropagationState {
  readonly x: readonly number[];
  readonly target: number;
  readonly weights: Weights;
  readonly h: readonly number[];
  readonly y: number;
  /** By hand; those of the biases are the deltas. */
  readonly gradients: Weights;
  /** How far those by hand are from those of autodiff, at most. */
  readonly apart: number;
  readonly losses: readonly number[];
}

export function* scene({ x1, x2, target, rate }: SettingsOf<typeof controls>): Generator<BackpropagationState> {
  const given = { x: [x1, x2], target };
  const losses: number[] = [];
  let now = weights;
  for (let step = 0; step <= 120; step++) {
    const seen = forward(now, given);
    const gradients = backward(now, given, seen);
    const auto = byAutodiff(now, given).gradients;
    losses.push(seen.loss);
    const hand = flat(gradients);
    const apart = Math.max(...hand.map((gradient, i) => Math.abs(gradient - auto[i]!)));
    yield { ...given, weights: now, h: seen.h, y: seen.y, gradients, apart, losses };
    now = unflat(flat(now).map((weight, i) => weight - rate * hand[i]!));
  }
}
