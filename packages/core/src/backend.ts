/** What runs programs. A backend executes; graphs, gradients, randomness and training are not its business. */
import type { Graph, Node } from './ir/value.ts';
import type { OpName } from './ops/index.ts';
import type { DType, Tensors } from './tensor.ts';

/** What a backend can run, and how. */
export interface Capabilities {
  /** The ops it runs as they are; `legalize` replaces others by their bodies. */
  readonly ops: ReadonlySet<OpName>;
  /** Why it does not run this node all the same, although it has the op: a mode or a dtype that it lacks there. */
  refuses?(node: Node): string | undefined;
  readonly dtypes: ReadonlySet<DType>;
  /** Where state lives between runs: on the device, or copied to the host and back at each. */
  readonly residentState: boolean;
  /** The same run on the same machine gives the same bits. */
  readonly deterministic: boolean;
  /** What it runs on, `'cpu'`, `'cuda'`, `'webgpu'`, and why that was chosen. */
  readonly device: string;
  readonly reason: string;
}

/**
 * A graph to compile. Every extent in it is a number. Each state pair names an input and the output that becomes its
 * value for the next run; an input that is only read (a frozen weight, a program that evaluates) has no output.
 */
export interface Program {
  readonly name: string;
  readonly graph: Graph;
  readonly state: readonly { readonly input: string; readonly output?: string }[];
}

/**
 * Named tensors that a backend keeps for its programs: weights and optimizer slots. Several programs may share one; a
 * program uses the entries that its state names. Nobody needs to dispose one.
 */
export interface State {
  /** Copies of the current values, in the order of creation. */
  read(): Promise<Tensors>;
  /** Replaces the values of these names, which must exist with the same dtype and shape. */
  write(tensors: Tensors): Promise<void>;
  /** Undoes the last run that changed this state; possible once after each such run. */
  rollback(): Promise<void>;
}

/** A compiled program. */
export interface Executable {
  /** Feeds every input that is not state; returns every output that is not. Runs of one backend happen one after another. */
  run(feeds: Tensors, state?: State): Promise<Tensors>;
  dispose(): Promise<void>;
}

/** A number of runs of one program in a row, as one: what a run costs beside its arithmetic is paid once for all of them. */
export interface Series {
  /**
   * The feeds of each run, as many as the series has runs; the outputs of each, the same bits as those of runs one by one.
   * One rollback undoes them all.
   */
  run(feeds: readonly Tensors[], state?: State): Promise<readonly Tensors[]>;
  dispose(): Promise<void>;
}

/** What runs graphs: the whole of what an implementation has to do. */
export interface Backend {
  readonly name: string;
  readonly capabilities: Capabilities;
  createState(tensors: Tensors): Promise<State>;
  compile(program: Program): Promise<Executable>;
  /** As `compile`, for `runs` runs of a program that is fed something. Absent where that would gain nothing. */
  compileSeries?(program: Program, runs: number): Promise<Series>;
  dispose(): Promise<void>;
}
