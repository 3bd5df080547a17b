/** What a program is given, checked against what it asks for. */
import {
  DataError,
  elementCount,
  inputName,
  type Program,
  type State,
  type Tensor,
  type Tensors,
  UsageError,
  type Value,
} from '@graftml/core';

/** The inputs of a program by name, those that are fed and those that are state, and the outputs likewise. */
export interface Ports {
  readonly fed: ReadonlyMap<string, Value>;
  readonly state: ReadonlyMap<string, Value>;
  /** The state entry that an output becomes. */
  readonly next: ReadonlyMap<string, Value>;
  readonly returned: ReadonlyMap<string, Value>;
}

/** Throws if the state of a program names what its graph does not have, or pairs what does not fit. */
export function portsOf({ name, graph, state }: Program): Ports {
  const inputs = new Map(graph.inputs.map((value) => [inputName(value)!, value]));
  const problem = (statement: string, entry: string): never => {
    throw new UsageError(statement, { where: `${name}/${entry}` });
  };
  const entries = new Map<string, Value>();
  const next = new Map<string, Value>();
  const outputs = new Set<string>();
  for (const { input, output } of state) {
    const value = inputs.get(input) ?? problem('the state names an input that the graph does not have', input);
    if (entries.has(input)) problem('the state names an input twice', input);
    entries.set(input, value);
    if (output === undefined) continue;
    const result = graph.outputs[output] ?? problem('the state names an output that the graph does not have', output);
    if (result.dtype !== value.dtype || String(result.shape) !== String(value.shape))
      throw new UsageError('an output becomes a state entry of another type', {
        where: `${name}/${output}`,
        expected: `${value.dtype} [${value.shape}], as ${input}`,
        received: `${result.dtype} [${result.shape}]`,
      });
    next.set(input, result);
    outputs.add(output);
  }
  return {
    fed: new Map([...inputs].filter(([input]) => !entries.has(input))),
    state: entries,
    next,
    returned: new Map(Object.entries(graph.outputs).filter(([output]) => !outputs.has(output))),
  };
}

/** The values of the inputs `asked`, from `given`; throws for one that is missing, unknown or of another type. */
export function bindInputs(
  program: string,
  asked: ReadonlyMap<string, Value>,
  given: (name: string) => Tensor | undefined,
  what: 'input' | 'state entry',
): Map<Value, Tensor> {
  const bound = new Map<Value, Tensor>();
  for (const [name, value] of asked) {
    const where = `${program}/${name}`;
    const { dtype, shape } = value;
    const expected = `${dtype} [${shape}]`;
    const t = given(name);
    if (!t) throw new DataError(`the ${what} is missing`, { where, expected });
    if (t.dtype !== dtype || String(t.shape) !== String(shape))
      throw new DataError(`the ${what} has another type`, { where, expected, received: `${t.dtype} [${t.shape}]` });
    requireFilled(t, where);
    bound.set(value, t);
  }
  return bound;
}

/** Throws if `feeds` has a name that is not an input to be fed. */
export function refuseStrangers(program: string, { fed, state }: Ports, feeds: Tensors): void {
  for (const name of Object.keys(feeds)) {
    if (fed.has(name)) continue;
    throw new DataError(state.has(name) ? 'the input comes from the state' : 'the program has no such input', {
      where: `${program}/${name}`,
      expected: [...fed.keys()].join(', ') || 'nothing',
    });
  }
}

/** Throws if a program that has state is given none. */
export function requireState(program: string, state: State | undefined): State {
  if (state) return state;
  throw new UsageError('the program needs a state', { where: program, hint: 'pass what createState gave' });
}

/** Throws if a tensor has more or fewer elements than its shape. */
export function requireFilled({ shape, data }: Tensor, where: string): void {
  const count = elementCount(shape);
  if (data.length !== count)
    throw new DataError('the data does not fill the shape', {
      where,
      expected: `${count} elements for [${shape}]`,
      received: `${data.length}`,
    });
}
