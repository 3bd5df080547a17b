import { curveOf } from '@graftml/examples/logistic';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/logistic.tsx';

export interface LogisticState {
  readonly xs: readonly number[];
  readonly f: readonly number[];
  readonly derivative: readonly number[];
  /** At the place that is looked at. */
  readonly value: number;
  readonly slope: number;
}

export function scene({ midpoint, slope, x }: SettingsOf<typeof controls>): LogisticState {
  const xs = Array.from({ length: 241 }, (_, i) => -6 + i / 20);
  const there = curveOf([x], { midpoint, slope });
  return { xs, ...curveOf(xs, { midpoint, slope }), value: there.f[0]!, slope: there.derivative[0]! };
}
