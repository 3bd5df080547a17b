/** The same program on the same feeds gives the same bits: run again, compiled again, started again. */
import type { OpName } from '@graftml/core';
import { type Check, obstacle, program, withProgram } from '../check.ts';
import { expectAllSame } from '../compare.ts';
import { feedsOf, forwardGraph, gradientGraph, prepare, upstream } from '../prepare.ts';

const same = (op: OpName, name: string, what: 'forward' | 'gradient'): Check => {
  const parts = () => {
    const prepared = prepare(op, name);
    const graph = what === 'forward' ? forwardGraph(prepared) : gradientGraph(prepared);
    return { graph, feeds: feedsOf(graph, { ...prepared.fed, ...upstream(prepared) }) };
  };
  return {
    section: 'determinism',
    name: `${what} of ${op}/${name}`,
    obstacle: (backend) =>
      backend.capabilities.deterministic
        ? obstacle(parts().graph, backend)
        : { skipped: 'the backend does not promise the same bits' },
    async run(backend) {
      const { graph, feeds } = parts();
      const twice = () =>
        withProgram(backend, program(graph), async (executable) => {
          const first = await executable.run(feeds);
          expectAllSame('the second run', await executable.run(feeds), first);
          return first;
        });
      expectAllSame('the second compilation', await twice(), await twice());
    },
  };
};

export const determinismChecks: readonly Check[] = [
  same('conv', 'plain', 'forward'),
  same('conv', 'many channels', 'gradient'),
  same('conv', 'depthwise', 'gradient'),
  same('matMul', 'larger than a block', 'gradient'),
  same('maxPool', 'ties in overlaps go to the first', 'gradient'),
  same('softmax', 'a middle axis', 'gradient'),
  same('reduceMean', 'batch and pixels', 'forward'),
  same('gather', 'repeated and negative', 'gradient'),
  same('scatterND', 'adds rows, some twice', 'forward'),
];
