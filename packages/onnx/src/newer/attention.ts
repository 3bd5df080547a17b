/** Attention (opsets 23 to 25): scaled dot products (Vaswani et al. 2017), grouped queries (Ainslie et al. 2023), caches. */
import { absent, type Builder, constant, type DType, tensor, type Value } from '@graftml/core';
import type { FileNode } from '../file-node.ts';
import {
  attributesOf,
  castTo,
  counted,
  extentOf,
  float,
  inputOf,
  int,
  numberOf,
  refuse,
  reshaped,
  type Written,
} from './attributes.ts';

const specs = {
  is_causal: int(0),
  kv_num_heads: int(),
  left_window_size: int(-1),
  q_num_heads: int(),
  qk_matmul_output_mode: int(0),
  right_window_size: int(-1),
  scale: float(),
  softcap: float(0),
  softmax_precision: int(),
};
type Attributes = ReturnType<typeof attributesOf<typeof specs>>;

/** `[batch, heads, steps, size]`, whichever way it comes. */
function withHeads(g: Builder, node: FileNode, x: Value, count: number, name: string): Value {
  if (x.shape.length === 4) return x;
  if (x.shape.length !== 3) return refuse(node, 'Q, K and V must have 3 or 4 axes', `[${x.shape}]`);
  if (count === absent) return refuse(node, `${name} must be given where Q, K and V have 3 axes`);
  return g.transpose(reshaped(g, x, [0, 0, count, -1]), { perm: [0, 2, 1, 3] });
}

export const attention: Written = (g, node) => {
  const given = [inputOf(node, 0, 'Q'), inputOf(node, 1, 'K'), inputOf(node, 2, 'V')] as const;
  const attributes = attributesOf(node, specs);
  const { q_num_heads, kv_num_heads, scale, softcap, qk_matmul_output_mode: mode } = attributes;
  const [, , , , pastKey, pastValue, lengths] = node.inputs;
  if (!pastKey !== !pastValue) refuse(node, 'past_key and past_value go together');
  if (pastKey && lengths) refuse(node, 'nonpad_kv_seqlen does not go with past_key');
  if (mode < 0 || mode > 3) refuse(node, 'qk_matmul_output_mode must be from 0 to 3', `${mode}`);

  const q = withHeads(g, node, given[0], q_num_heads, 'q_num_heads');
  const [newKey, newValue] = [given[1], given[2]].map((x) => withHeads(g, node, x, kv_num_heads, 'kv_num_heads')) as [
    Value,
    Value,
  ];
  const key = pastKey ? g.concat([pastKey, newKey], { axis: 2 }) : newKey;
  const value = pastValue ? g.concat([pastValue, newValue], { axis: 2 }) : newValue;

  const size = numberOf(node, q, 3, 'the size of a head');
  const [heads, groups] = [numberOf(node, q, 1, 'q_num_heads'), numberOf(node, key, 1, 'kv_num_heads')];
  if (heads % groups !== 0) refuse(node, `${heads} heads of queries do not divide by ${groups} of keys`);
  // Both sides by the root, so that their product cannot overflow.
  const root = Math.sqrt(scale === absent ? 1 / Math.sqrt(size) : scale);
  if (Number.isNaN(root)) refuse(node, 'scale must not be negative', `${scale}`);
  const steps = extentOf(g, key, 2);
  /** Each head of keys meets all queries of its group. */
  const times = (left: Value, right: Value, width: number | Value): Value => {
    if (heads === groups) return g.matMul(left, right);
    const grouped = reshaped(g, left, [0, groups, heads / groups, -1, width]);
    const product = g.matMul(grouped, g.unsqueeze(right, [2]));
    return reshaped(g, product, [0, heads, -1, extentOf(g, product, 4)]);
  };
  const product = times(g.mul(q, root), g.transpose(g.mul(key, root), { perm: [0, 1, 3, 2] }), size);
  const capped = softcap > 0 ? g.mul(g.tanh(g.div(product, softcap)), softcap) : product;
  const bias = biasOf(g, node, attributes, q, key);
  const biased = bias ? g.add(capped, bias.value) : capped;
  const weights = softmax(g, castTo(g, biased, precision(node, attributes, q.dtype)), bias?.isEmpty);
  const probabilities = castTo(g, weights, q.dtype);
  const y = times(probabilities, value, steps);
  const joined = given[0].shape.length === 3 ? reshaped(g, g.transpose(y, { perm: [0, 2, 1, 3] }), [0, 0, -1]) : y;
  return [joined, key, value, [product, capped, biased, probabilities][mode]];
};

/** Half precision is read as float32 throughout, so a softmax in less than that cannot be had. */
function precision(node: FileNode, { softmax_precision }: Attributes, own: DType): DType {
  if (softmax_precision === absent) return own;
  if (softmax_precision === 1) return 'float32';
  if (softmax_precision === 11) return 'float64';
  return refuse(node, 'softmax_precision must be 1 (float32) or 11 (float64)', `${softmax_precision}`);
}

/** Rows where nothing may be looked at give zeros. */
function softmax(g: Builder, x: Value, isEmpty: Value | undefined): Value {
  if (!isEmpty) return g.softmax(x);
  return g.where(isEmpty, 0, g.softmax(g.where(isEmpty, 0, x)));
}

interface Bias {
  /** What is added to the products: -Infinity where a query may not look. */
  readonly value: Value;
  /** Whether a query may look at nothing at all; undefined where that cannot be. */
  readonly isEmpty: Value | undefined;
}

/** Query `i` stands at `i + offset`; it sees keys up to itself, in its window, and before the padding. */
function biasOf(g: Builder, node: FileNode, attributes: Attributes, q: Value, key: Value): Bias | undefined {
  const [, , , mask, pastKey, , lengths] = node.inputs;
  const { is_causal, left_window_size, right_window_size } = attributes;
  const { dtype } = q;
  const given = mask && maskBias(g, node, mask, key, dtype);
  const bounds: Value[] = [];
  if (is_causal || left_window_size >= 0 || right_window_size >= 0 || lengths) {
    const [queries, keys] = [numberOf(node, q, 2, 'how many queries'), numberOf(node, key, 2, 'how many keys')];
    const at = counted([keys]);
    const valid = lengths && g.cast(g.unsqueeze(lengths, [1, 2, 3]), { to: 'int32' });
    const offset = valid ? g.sub(valid, queries) : pastKey ? numberOf(node, pastKey, 2, 'the length of the cache') : 0;
    const place = g.add(counted([queries, 1]), offset);
    if (is_causal) bounds.push(g.lessOrEqual(at, place));
    if (left_window_size >= 0) bounds.push(g.greaterOrEqual(at, g.sub(place, left_window_size)));
    if (right_window_size >= 0) bounds.push(g.lessOrEqual(at, g.add(place, right_window_size)));
    if (valid) bounds.push(g.less(at, valid));
  }
  if (bounds.length === 0 && !given) return undefined;
  const value =
    bounds.length === 0
      ? given!
      : g.where(
          bounds.reduce((a, b) => g.and(a, b)),
          given ?? zero(dtype),
          -Infinity,
        );
  const canBeEmpty = given !== undefined || lengths !== undefined || bounds.length > (is_causal ? 1 : 0);
  return { value, isEmpty: canBeEmpty ? g.equal(g.reduceMax(value, [-1]), -Infinity) : undefined };
}

const zero = (dtype: DType): Value => constant(tensor(dtype, [], [0]));

/** A mask as what is added; one that ends before the keys do hides the rest. */
function maskBias(g: Builder, node: FileNode, mask: Value, key: Value, dtype: DType): Value {
  const bias = mask.dtype === 'bool' ? g.where(mask, zero(dtype), -Infinity) : mask;
  const [have, want] = [mask.shape.at(-1), key.shape[2]];
  if (have === want || have === 1) return bias;
  const missing = numberOf(node, key, 2, 'how many keys') - numberOf(node, mask, -1, 'how many keys the mask has');
  const before = mask.shape.map(() => 0);
  return g.pad(bias, [...before, ...before.slice(1), missing], -Infinity);
}
