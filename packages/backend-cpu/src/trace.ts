/** Looking at a program while it runs, node by node. */
import { type Node, type Program, type State, type Tensor, type Tensors, type Value, validate } from '@graftml/core';
import { bindInputs, portsOf, refuseStrangers, requireState } from './feeds.ts';
import { freshly } from './kernels/kernel.ts';
import { plan } from './plan.ts';
import { pathOf } from './run-node.ts';
import { type Statistics, statistics } from './statistics.ts';

/** One node as it ran. */
export interface TraceStep {
  readonly node: Node;
  /** The layer and the op, `'conv1/Conv'`. */
  readonly where: string;
  readonly inputs: readonly (Tensor | undefined)[];
  /** Without optional ones that nobody uses. */
  readonly outputs: readonly Tensor[];
  /** Of each output. */
  readonly statistics: readonly Statistics[];
}

/**
 * Runs `program` once on the reference kernels and tells of every node as it is done:
 * `for await (const { where, statistics } of trace(program, feeds, state)) …`. The state may belong to any backend; it is
 * read, and stays as it is. Feeds are checked as `run` checks them.
 */
export async function* trace(program: Program, feeds: Tensors, state?: State): AsyncGenerator<TraceStep, void, void> {
  const { inputs } = await given(program, feeds, state);
  const { steps, constants } = plan(program.graph);
  const values = new Map([...constants, ...inputs]);
  for (const { node, run, finished } of steps) {
    const taken = node.inputs.map((value) => value && values.get(value)!);
    const made = run(taken, freshly);
    node.outputs.forEach((value, i) => {
      const tensor = made[i];
      if (tensor) values.set(value, tensor);
    });
    const outputs = made.filter((tensor) => tensor !== undefined);
    yield { node, where: pathOf(node), inputs: taken, outputs, statistics: outputs.map(statistics) };
    for (const value of finished) values.delete(value);
  }
}

/** The values of a program's inputs, checked, and what each is called. */
export async function given(
  program: Program,
  feeds: Tensors,
  state: State | undefined,
): Promise<{ inputs: Map<Value, Tensor>; names: Map<Value, string> }> {
  validate(program.graph);
  const { name } = program;
  const ports = portsOf(program);
  refuseStrangers(name, ports, feeds);
  const entries = ports.state.size > 0 ? await requireState(name, state).read() : {};
  const inputs = new Map([
    ...bindInputs(name, ports.fed, (input) => feeds[input], 'input'),
    ...bindInputs(name, ports.state, (entry) => entries[entry], 'state entry'),
  ]);
  const names = new Map([
    ...[...ports.fed].map(([input, value]) => [value, `the input ${input}`] as const),
    ...[...ports.state].map(([entry, value]) => [value, `the state entry ${entry}`] as const),
  ]);
  return { inputs, names };
}
