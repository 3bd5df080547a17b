/** All examples by name, in the order in which they are best read. */
import type { Example } from './harness/example.ts';
import * as logistic from './logistic.ts';

export const examples = {
  logistic,
} satisfies Record<string, Example>;
