/** The reference backend: it runs everything, the same everywhere, and says what is right. */
import {
  type Backend,
  BackendError,
  type Capabilities,
  dtypes,
  type Executable,
  legalize,
  type OpName,
  type Program,
  type State,
  type Tensor,
  type Tensors,
  UsageError,
  type Value,
  validate,
} from '@graftml/core';
import { bindInputs, portsOf, refuseStrangers, requireState } from './feeds.ts';
import { kernels } from './kernels/index.ts';
import { type Memory, memory } from './memory.ts';
import { plan, runPlan } from './plan.ts';
import { type Queue, queue } from './queue.ts';
import { type Cells, copyOf, createCells } from './state.ts';

/** Options of `cpuBackend`. */
export interface CpuOptions {
  /** What the backend is called in messages and reports. */
  readonly name?: string;
}

const capabilities: Capabilities = {
  ops: new Set((Object.keys(kernels) as OpName[]).filter((name) => name !== 'opaque')),
  dtypes: new Set(dtypes),
  residentState: true,
  deterministic: true,
  device: 'cpu',
  reason: 'the TypeScript reference runs on the processor, in one thread',
};

/** A backend without native code. Its results are bit-equal from run to run on one machine. */
export function cpuBackend({ name = 'cpu' }: CpuOptions = {}): Backend {
  const inOrder = queue();
  const cellsOf = new WeakMap<State, Cells>();
  let disposed = false;
  const requireAlive = () => {
    if (disposed) throw new BackendError('the backend was disposed', { where: name });
  };
  return {
    name,
    capabilities,
    async createState(tensors) {
      requireAlive();
      const { state, cells } = createCells(tensors, inOrder);
      cellsOf.set(state, cells);
      return state;
    },
    async compile(program) {
      requireAlive();
      return executable(program, inOrder, cellsOf, requireAlive);
    },
    async dispose() {
      disposed = true;
    },
  };
}

function executable(
  program: Program,
  inOrder: Queue,
  cellsOf: WeakMap<State, Cells>,
  requireAlive: () => void,
): Executable {
  const { name } = program;
  const graph = legalize(validate(program.graph), capabilities);
  const ports = portsOf({ ...program, graph });
  const planned = plan(graph);
  let memories: Memory | undefined = memory();

  const cellsFor = (state: State | undefined): Cells | undefined => {
    if (ports.state.size === 0) return undefined;
    const cells = cellsOf.get(requireState(name, state));
    if (!cells) throw new UsageError('the state belongs to another backend', { where: name });
    return cells;
  };

  const runNow = (feeds: Tensors, state: State | undefined): Tensors => {
    requireAlive();
    if (!memories) throw new UsageError('the program was disposed', { where: name });
    const cells = cellsFor(state);
    refuseStrangers(name, ports, feeds);
    const inputs = new Map([
      ...bindInputs(name, ports.fed, (input) => feeds[input], 'input'),
      ...bindInputs(name, ports.state, (entry) => cells?.current.get(entry), 'state entry'),
    ]);
    const lent = memories;
    try {
      const results = runPlan(planned, inputs, lent);
      // An array that is the caller's, a constant's, or somebody's already, is copied.
      const own = (value: Value): Tensor => {
        const result = results.get(value)!;
        return lent.giveAway(result) ? result : copyOf(result);
      };
      const next = new Map([...ports.next].map(([entry, value]) => [entry, own(value)]));
      const outputs = Object.fromEntries([...ports.returned].map(([output, value]) => [output, own(value)]));
      if (next.size > 0) cells?.advance(next);
      return outputs;
    } finally {
      lent.reset();
    }
  };

  return {
    run: (feeds, state) => inOrder(() => runNow(feeds, state)),
    async dispose() {
      memories = undefined;
    },
  };
}
