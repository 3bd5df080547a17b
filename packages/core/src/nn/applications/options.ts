/** What every network of the collection lets one choose. */
import type { Activation } from '../activations.ts';

/** What of a network of the collection may be chosen; each has the sizes of its paper by default. */
export interface ApplicationOptions {
  /** The number of outputs. */
  readonly classes?: number;
  /** One input without its batch axis, channels first. */
  readonly input?: readonly number[];
  /** `'linear'` by default: the outputs are logits. */
  readonly classifierActivation?: Activation;
}
