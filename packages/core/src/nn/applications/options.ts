/** What every network of the collection lets one choose. */
import type { Activation } from '../activations.ts';

export interface ApplicationOptions {
  /** The number of outputs. */
  readonly classes?: number;
  /** One input without its batch axis, channels first. */
  readonly input?: readonly number[];
  /** `'linear'` by default: the outputs are logits. */
  readonly classifierActivation?: Activation;
}
