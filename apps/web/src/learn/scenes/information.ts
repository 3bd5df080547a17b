import { crossEntropy, entropy, information, relativeEntropy } from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/information.tsx';

export interface InformationState {
  readonly ps: readonly number[];
  /** Of believing each of `ps`. */
  readonly costs: readonly number[];
  readonly divergences: readonly number[];
  /** Of a coin, at each of `ps`. */
  readonly entropies: readonly number[];
  readonly entropy: number;
  readonly crossEntropy: number;
  readonly divergence: number;
  readonly otherWay: number;
  /** Of seeing rain and of seeing none, in the code that is made for the belief. */
  readonly bits: readonly [number, number];
}

export function scene({ truth, belief }: SettingsOf<typeof controls>): InformationState {
  const both = (p: number) => [p, 1 - p];
  const ps = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  const [p, q] = [both(truth), both(belief)];
  return {
    ps,
    costs: ps.map((each) => crossEntropy(p, both(each))),
    divergences: ps.map((each) => relativeEntropy(p, both(each))),
    entropies: ps.map((each) => entropy(both(each))),
    entropy: entropy(p),
    crossEntropy: crossEntropy(p, q),
    divergence: relativeEntropy(p, q),
    otherWay: relativeEntropy(q, p),
    bits: [information(belief), information(1 - belief)],
  };
}
