/** RotaryEmbedding (opset 23): pairs of features turned by an angle that grows with the position (Su et al. 2021). */
import { attributesOf, inputOf, int, numberOf, refuse, reshaped, type Written } from './attributes.ts';

export const rotaryEmbedding: Written = (g, node) => {
  const x = inputOf(node, 0, 'X');
  const { interleaved, num_heads, rotary_embedding_dim } = attributesOf(node, {
    interleaved: int(0),
    num_heads: int(0),
    rotary_embedding_dim: int(0),
  });
  const rank = x.shape.length;
  if (rank !== 3 && rank !== 4) refuse(node, 'X must have 3 or 4 axes', `[${x.shape}]`);
  if (rank === 3 && num_heads === 0) refuse(node, 'num_heads must be given where X has 3 axes');
  // [batch, steps, heads, features], or as it is, [batch, heads, steps, features].
  const heads = rank === 3 ? reshaped(g, x, [0, 0, num_heads, -1]) : x;
  const size = numberOf(node, heads, 3, 'the size of a head');
  const turned = rotary_embedding_dim || size;
  const half = turned / 2;
  if (turned > size || turned % 2 !== 0) refuse(node, `${turned} features of ${size} cannot be turned in pairs`);

  const positions = node.inputs[3];
  const [cos, sin] = [1, 2].map((i) => {
    const cache = inputOf(node, i, ['cos_cache', 'sin_cache'][i - 1]!);
    if (cache.shape.at(-1) !== half)
      refuse(node, `the caches must have ${half} numbers a position`, `[${cache.shape}]`);
    return g.unsqueeze(positions ? g.gather(cache, positions) : cache, [rank === 3 ? 2 : 1]);
  });
  const part = (from: number, to: number, step = 1) => g.slice(heads, [from], [to], [3], [step]);
  const [a, b] = interleaved ? [part(0, turned, 2), part(1, turned, 2)] : [part(0, half), part(half, turned)];
  const pair = [g.sub(g.mul(cos!, a), g.mul(sin!, b)), g.add(g.mul(sin!, a), g.mul(cos!, b))];
  const rotated = interleaved
    ? reshaped(
        g,
        g.concat(
          pair.map((each) => g.unsqueeze(each, [4])),
          { axis: 4 },
        ),
        [0, 0, 0, turned],
      )
    : g.concat(pair, { axis: 3 });
  const all = turned === size ? rotated : g.concat([rotated, part(turned, size)], { axis: 3 });
  return [rank === 3 ? reshaped(g, all, [0, 0, -1]) : all];
};
