/** The penalty of a model, taken apart. */
import { builder } from '../builder.ts';
import { type Graph, nodeOf, type Value } from '../ir/value.ts';
import { namesUnder } from './derived.ts';

/** Of what the layers add to the loss, the sum of those terms that depend on inputs for which `holds`; as an output, if any. */
export function penaltyOf(
  { outputs: { penalty } }: Graph,
  holds: (inputs: readonly string[]) => boolean,
): { readonly penalty?: Value } {
  const terms = termsOf(penalty).filter((term) => holds(namesUnder(term)));
  const g = builder();
  return terms.length > 0 ? { penalty: terms.reduce((sum, term) => g.add(sum, term)) } : {};
}

/** A penalty is the sum of those that layers added; their own nodes have the paths of the layers. */
function termsOf(penalty: Value | undefined): Value[] {
  const terms: Value[] = [];
  const open = penalty ? [penalty] : [];
  for (let value = open.pop(); value; value = open.pop()) {
    const node = nodeOf(value);
    if (node?.op === 'add' && node.path === '') open.push(...(node.inputs as Value[]).toReversed());
    else terms.push(value);
  }
  return terms;
}
