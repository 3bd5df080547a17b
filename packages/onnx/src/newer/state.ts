/** What carries a state from call to call: CausalConvWithState and LinearAttention (opset 27). */
import { constant, tensor, type Value } from '@graftml/core';
import {
  attributesOf,
  castTo,
  float,
  inputOf,
  int,
  numberOf,
  refuse,
  reshaped,
  string,
  type Written,
} from './attributes.ts';

/** Each channel with its own kernel over itself and what came before; the last `k - 1` entries are the next state. */
export const causalConvWithState: Written = (g, node) => {
  const [x, weight] = [inputOf(node, 0, 'input'), inputOf(node, 1, 'weight')];
  const [, , bias, past] = node.inputs;
  const { activation } = attributesOf(node, { activation: string('none') });
  if (!['none', 'silu', 'swish'].includes(activation))
    refuse(node, 'activation must be none, silu or swish', activation);
  const group = numberOf(node, weight, 0, 'the shape of the kernel');
  const before = numberOf(node, weight, 2, 'the shape of the kernel') - 1;
  const all = past ? g.concat([past, x], { axis: 2 }) : g.pad(x, [0, 0, before, 0, 0, 0]);
  const y = g.conv(all, weight, bias, { group });
  const length = numberOf(node, all, 2, 'the length of the input');
  return [activation === 'none' ? y : g.mul(y, g.sigmoid(y)), g.slice(all, [length - before], [length], [2])];
};

const rules = ['linear', 'gated', 'delta', 'gated_delta'];

/**
 * A matrix for each head that keys write values into and queries read (Katharopoulos et al. 2020), with decay (Yang et al.
 * 2023) and correction of what is there (Schlag et al. 2021); step by step.
 */
export const linearAttention: Written = (g, node) => {
  const { q_num_heads, kv_num_heads, scale, update_rule } = attributesOf(node, {
    // A hint of speed, which says nothing about the result.
    chunk_size: int(64),
    kv_num_heads: int(0),
    q_num_heads: int(0),
    scale: float(0),
    update_rule: string('gated_delta'),
  });
  const [query, key, value] = [inputOf(node, 0, 'query'), inputOf(node, 1, 'key'), inputOf(node, 2, 'value')];
  const [, , , past, decay, beta] = node.inputs;
  if (!rules.includes(update_rule)) refuse(node, `update_rule must be one of ${rules.join(', ')}`, update_rule);
  if (kv_num_heads < 1 || q_num_heads < 1 || q_num_heads % kv_num_heads !== 0)
    refuse(node, `${q_num_heads} heads of queries do not divide by ${kv_num_heads} of keys`);
  if (!decay === update_rule.startsWith('gated')) refuse(node, `decay does not fit update_rule ${update_rule}`);
  if (!beta === update_rule.endsWith('delta')) refuse(node, `beta does not fit update_rule ${update_rule}`);
  const steps = numberOf(node, query, 1, 'the number of steps');
  const size = numberOf(node, query, 2, 'the size of a head') / q_num_heads;
  const factor = scale === 0 ? 1 / Math.sqrt(size) : scale;

  /** Step `t` of a packed input, `[batch, heads, rows, rest]`. */
  const step = (x: Value, t: number, heads: number, rows: number): Value =>
    reshaped(g, g.gather(castTo(g, x, 'float32'), constant(tensor('int64', [], [t])), { axis: 1 }), [
      0,
      heads,
      rows,
      -1,
    ]);
  const gates = decay && numberOf(node, decay, 2, 'the size of decay') / kv_num_heads;
  const rates = beta && numberOf(node, beta, 2, 'the size of beta');
  let state = past && castTo(g, past, 'float32');
  const seen: Value[] = [];
  for (let t = 0; t < steps; t++) {
    const k = step(key, t, kv_num_heads, 1);
    let added = step(value, t, kv_num_heads, 1);
    if (state && decay) state = g.mul(state, g.exp(step(decay, t, kv_num_heads, gates!)));
    if (state && beta) added = g.sub(added, g.matMul(k, state));
    if (beta) added = g.mul(added, step(beta, t, rates!, 1));
    const written = g.matMul(g.transpose(k, { perm: [0, 1, 3, 2] }), added);
    state = state ? g.add(state, written) : written;
    const read = g.matMul(step(query, t, kv_num_heads, q_num_heads / kv_num_heads), state);
    seen.push(reshaped(g, g.mul(read, factor), [0, 1, -1]));
  }
  const y = seen.length === 1 ? seen[0]! : g.concat(seen, { axis: 1 });
  return [castTo(g, y, query.dtype), castTo(g, state!, past?.dtype ?? query.dtype)];
};
