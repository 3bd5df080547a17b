/** Every op by itself, and the gradient graph of every op, against references from outside. */
import { inputName, type OpName, ops } from '@graftml/core';
import { caseNames } from '../cases/index.ts';
import { type Check, obstacle, runOnce } from '../check.ts';
import { expectClose } from '../compare.ts';
import { digest, feedsOf, forwardGraph, gradientGraph, type Prepared, prepare, upstream } from '../prepare.ts';
import { referenceFor } from '../reference.ts';
import { toleranceOf } from '../tolerances.ts';

const everyCase = <T>(build: (op: OpName, name: string) => T): T[] =>
  (Object.keys(ops) as OpName[]).flatMap((op) => caseNames(op).map((name) => build(op, name)));

const expectedOf = (prepared: Prepared) => referenceFor(prepared.op, prepared.name, digest(prepared));

const forward = (op: OpName, name: string): Check => ({
  section: 'ops',
  name: `${op}/${name}`,
  obstacle: (backend) => obstacle(forwardGraph(prepare(op, name)), backend),
  async run(backend) {
    const prepared = prepare(op, name);
    const graph = forwardGraph(prepared);
    const outputs = await runOnce(backend, graph, feedsOf(graph, prepared.fed));
    for (const [output, value] of Object.entries(graph.outputs)) {
      const tolerance = toleranceOf(op, value.dtype, backend.capabilities.device);
      expectClose(output, outputs[output], value, expectedOf(prepared)(output), tolerance);
    }
  },
});

const gradient = (op: OpName, name: string): Check => ({
  section: 'gradients',
  name: `${op}/${name}`,
  obstacle: (backend) => obstacle(gradientGraph(prepare(op, name)), backend),
  async run(backend) {
    const prepared = prepare(op, name);
    const graph = gradientGraph(prepared);
    const outputs = await runOnce(backend, graph, feedsOf(graph, { ...prepared.fed, ...upstream(prepared) }));
    for (const x of prepared.wanted) {
      const output = `d_${inputName(x)}`;
      const tolerance = toleranceOf(op, x.dtype, backend.capabilities.device);
      expectClose(output, outputs[output], x, expectedOf(prepared)(output), tolerance);
    }
  },
});

export const opChecks: readonly Check[] = everyCase(forward);

export const gradientChecks: readonly Check[] = everyCase((op, name) =>
  prepare(op, name).wanted.length > 0 ? [gradient(op, name)] : [],
).flat();
