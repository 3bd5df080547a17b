/** What is checked before anything crosses to the worker, so that mistakes are named in the caller's words. */
import {
  DataError,
  type DType,
  elementCount,
  inputName,
  isStatic,
  type Program,
  showShape,
  type Tensor,
  type Tensors,
  UsageError,
} from '@graftml/core';

export interface HostType {
  readonly dtype: DType;
  readonly shape: readonly number[];
}
export type HostTypes = ReadonlyMap<string, HostType>;

export const typesOf = (tensors: Tensors): HostTypes =>
  new Map(Object.entries(tensors).map(([name, { dtype, shape }]) => [name, { dtype, shape }]));

/** The inputs of a program by name, split into those that are fed and those that are state. */
export interface Interface {
  readonly name: string;
  readonly feeds: HostTypes;
  readonly state: HostTypes;
  /** The outputs that are returned. */
  readonly outputs: readonly string[];
}

/** Throws a UsageError where a program contradicts itself: a state pair without its input or output, an open extent. */
export function checkProgram({ name, graph, state }: Program): Interface {
  const fail = (statement: string, hint?: string): never => {
    throw new UsageError(statement, { where: `program ${name}`, ...(hint && { hint }) });
  };
  const inputs = new Map<string, HostType>();
  for (const value of graph.inputs) {
    const of = inputName(value)!;
    if (!isStatic(value.shape))
      return fail(`input ${of} has the open shape ${showShape(value.shape)}`, 'bind the symbolic dimensions first');
    inputs.set(of, { dtype: value.dtype, shape: value.shape });
  }
  const held = new Map<string, HostType>();
  const updated = new Set<string>();
  for (const { input, output } of state) {
    const type = inputs.get(input) ?? fail(`state names the input ${input}, which the graph does not have`);
    if (held.has(input)) fail(`state names the input ${input} twice`);
    held.set(input, type);
    if (output === undefined) continue;
    const made = graph.outputs[output] ?? fail(`state names the output ${output}, which the graph does not have`);
    if (updated.has(output)) fail(`state names the output ${output} twice`);
    updated.add(output);
    if (!isSameType(type, made as unknown as HostType))
      fail(`the output ${output} is ${show(made as unknown as HostType)}, but its input ${input} is ${show(type)}`);
  }
  return {
    name,
    state: held,
    feeds: new Map([...inputs].filter(([input]) => !held.has(input))),
    outputs: Object.keys(graph.outputs).filter((output) => !updated.has(output)),
  };
}

/** Throws a DataError for an input that is missing, unknown, or of another dtype or shape. */
export function checkFeeds({ name, feeds, state }: Interface, given: Tensors): void {
  checkData(`program ${name}`, given);
  for (const [input, expected] of feeds)
    compare(`program ${name}`, `input ${input}`, expected, Object.hasOwn(given, input) ? given[input] : undefined);
  for (const input of Object.keys(given))
    if (!feeds.has(input))
      throw new DataError(state.has(input) ? `${input} is state and cannot be fed` : `there is no input ${input}`, {
        where: `program ${name}`,
        expected: [...feeds.keys()].join(', ') || 'no feeds',
      });
}

/** Throws a DataError for a tensor whose data does not fill its shape. */
export function checkData(where: string, tensors: Tensors): void {
  for (const [name, { shape, data }] of Object.entries(tensors))
    if (data.length !== elementCount(shape))
      throw new DataError('the data does not fill the shape', {
        where: `${where}/${name}`,
        expected: `${elementCount(shape)} elements for ${showShape(shape)}`,
        received: `${data.length}`,
      });
}

/** Throws a DataError if a state lacks an entry of `expected`, or holds it with another dtype or shape. */
export function checkState(where: string, expected: HostTypes, held: HostTypes | undefined): void {
  for (const [name, type] of expected) compare(where, `state ${name}`, type, held?.get(name));
}

function compare(where: string, what: string, expected: HostType, received: HostType | Tensor | undefined): void {
  if (received && isSameType(expected, received)) return;
  throw new DataError(received ? `${what} has another type` : `${what} is missing`, {
    where,
    expected: show(expected),
    ...(received && { received: show(received) }),
  });
}

const isSameType = (a: HostType, b: HostType): boolean => a.dtype === b.dtype && String(a.shape) === String(b.shape);

const show = ({ dtype, shape }: HostType): string => `${dtype} ${showShape(shape)}`;
