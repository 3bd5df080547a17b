/** Where a NaN or an infinity comes from. */
import {
  byName,
  type Node,
  type Op,
  type OpName,
  ops,
  type Program,
  type State,
  type Tensor,
  type Tensors,
} from '@graftml/core';
import { reasons } from './reasons.ts';
import { allFinite, type Statistics, statistics } from './statistics.ts';
import { given, trace } from './trace.ts';

/** Where numbers first stopped being finite, and what made it so. */
export interface NonFinite {
  /** The layer and the op, `'loss/Log'`; or what was given, `'the input x'`. */
  readonly where: string;
  /** Absent where the number was there before the program ran. */
  readonly node?: Node;
  /** Of each input of the node, by name; a variadic one counts its members: `'inputs 0'`. */
  readonly inputs: Readonly<Record<string, Statistics>>;
  /** Of the first output that is not finite, or of what was given. */
  readonly output: Statistics;
  /** One sentence: `'log of 0'`, `'exp overflowed: largest input 104'`. */
  readonly reason: string;
}

/**
 * Runs `program` once, as `trace` does, and finds the first node that makes a NaN or an infinity out of finite inputs.
 * If there is no such node, but something given was not finite, says so. Null if nothing is wrong.
 */
export async function findNonFinite(program: Program, feeds: Tensors, state?: State): Promise<NonFinite | null> {
  for await (const { node, where, inputs, outputs } of trace(program, feeds, state)) {
    const bad = outputs.find((output) => !allFinite(output));
    if (!bad || !inputs.every((input) => !input || allFinite(input))) continue;
    const named = inputsByName(node, inputs);
    const output = statistics(bad);
    const reason = reasons[node.op as OpName]?.(Object.values(named)) ?? general(named, output);
    const seen = Object.entries(named).map(([name, input]) => [name, statistics(input)] as const);
    return { where, node, inputs: Object.fromEntries(seen), output, reason };
  }
  const { inputs, names } = await given(program, feeds, state);
  for (const [value, tensor] of inputs) {
    if (allFinite(tensor)) continue;
    const output = statistics(tensor);
    return {
      where: names.get(value)!,
      inputs: {},
      output,
      reason: `it holds ${counted(output)} before the program runs`,
    };
  }
  return null;
}

function inputsByName({ op }: Node, inputs: readonly (Tensor | undefined)[]): Record<string, Tensor> {
  const named = byName((ops[op as OpName] as unknown as Op).inputs, inputs);
  const flat = Object.entries(named).flatMap(([name, input]): (readonly [string, Tensor | undefined])[] =>
    Array.isArray(input)
      ? (input as readonly Tensor[]).map((member, i) => [`${name} ${i}`, member])
      : [[name, input as Tensor | undefined]],
  );
  return Object.fromEntries(flat.filter((entry): entry is readonly [string, Tensor] => entry[1] !== undefined));
}

const counted = ({ nan, infinite }: Statistics): string =>
  [nan > 0 && `${nan} NaN`, infinite > 0 && `${infinite} infinite`].filter(Boolean).join(' and ');

function general(inputs: Readonly<Record<string, Tensor>>, output: Statistics): string {
  const largest = Math.max(
    0,
    ...Object.values(inputs).map((input) => {
      const { min, max } = statistics(input);
      return Math.max(Math.abs(min), Math.abs(max)) || 0;
    }),
  );
  return `${counted(output)} of ${output.count} from finite inputs up to ${largest.toPrecision(3)} in magnitude`;
}
