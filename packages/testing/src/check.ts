/** One thing that is asked of a backend. */
import {
  type Backend,
  type Executable,
  type Graph,
  legalize,
  type Program,
  type Tensors,
  UnsupportedError,
} from '@graftml/core';

/** Why nothing was asked: the capability that is missing. */
export interface Skipped {
  readonly skipped: string;
}

export interface Check {
  /** `'ops'`, `'gradients'`, `'programs'`, … */
  readonly section: string;
  /** Unique in its section: `'conv/groups'`. */
  readonly name: string;
  /** What the backend lacks by its own account; then it is not asked. */
  obstacle?(backend: Backend): Skipped | undefined;
  /** Rejects where the backend is wrong. */
  run(backend: Backend): Promise<void>;
}

export const program = (graph: Graph, state: Program['state'] = [], name = 'conformance'): Program => ({
  name,
  graph,
  state,
});

/** What keeps the backend from running the graph by its own account: a dtype, or an op without a body. */
export function obstacle(graph: Graph, { capabilities }: Backend): Skipped | undefined {
  try {
    legalize(graph, capabilities);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedError) return { skipped: error.message };
    throw error;
  }
}

/** Compiles, hands the executable to `use`, and disposes of it whatever happens. */
export async function withProgram<T>(
  backend: Backend,
  compiled: Program,
  use: (executable: Executable) => Promise<T>,
): Promise<T> {
  const executable = await backend.compile(compiled);
  try {
    return await use(executable);
  } finally {
    await executable.dispose();
  }
}

export const runOnce = (backend: Backend, graph: Graph, feeds: Tensors): Promise<Tensors> =>
  withProgram(backend, program(graph), (executable) => executable.run(feeds));
