import type { Program, State } from '../../backend.ts';
import { onlyOptions } from '../../options.ts';
import type { Tensors } from '../../tensor.ts';
import type { Callback } from './callback.ts';

/** Options of `terminateOnNaN`. */
export interface TerminateOnNaNOptions {
  /** Finds the first tensor of a program that is not finite: `findNonFinite` of `@graftml/backend-cpu`. */
  readonly explain?: (
    program: Program,
    feeds: Tensors,
    state: State,
  ) => Promise<{ readonly where: string; readonly reason: string } | null>;
}

/**
 * Ends the training at the first update that a NaN or an infinity in a gradient would spoil. Any training ends where its
 * loss is not finite; by then the update before has spoilt the weights, and those of the last epoch must do. With this
 * callback the step is undone in time, and the reason can be told.
 */
export function terminateOnNaN({ explain, ...more }: TerminateOnNaNOptions = {}): Callback {
  onlyOptions('terminateOnNaN', ['explain'], more);
  return {
    name: 'terminateOnNaN',
    watchesGradients: true,
    async explain({ program, feeds, state }) {
      const found = await explain?.(program, feeds, state);
      return found ? `${found.where}: ${found.reason}` : undefined;
    },
  };
}
