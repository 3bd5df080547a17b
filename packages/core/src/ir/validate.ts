/** What must hold of a graph as a whole; nodes were checked when they were built. */
import { GraftError } from '../errors.ts';
import { leaves } from './order.ts';
import { type Graph, inputName } from './value.ts';

/** Throws if two inputs share a name, or an output depends on an input that the graph does not list. Returns the graph. */
export function validate(graph: Graph): Graph {
  const listed = new Set(graph.inputs);
  const names = new Set<string>();
  for (const value of graph.inputs) {
    const name = inputName(value);
    if (name === undefined) throw new GraftError('a graph lists something as input that is no input');
    if (names.has(name)) throw new GraftError('two inputs of a graph have the same name', { where: name });
    names.add(name);
  }
  for (const value of leaves(Object.values(graph.outputs)))
    if (value.source.kind === 'input' && !listed.has(value))
      throw new GraftError('an output depends on an input that the graph does not list', { where: value.source.name });
  return graph;
}

/** A graph of `outputs` whose inputs are all those they depend on, in order of first use. */
export const graphOf = (outputs: Graph['outputs']): Graph =>
  validate({ inputs: leaves(Object.values(outputs)).filter((value) => value.source.kind === 'input'), outputs });
