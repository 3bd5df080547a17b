/** Sequences read from both ends. */
import type { Builder } from '../../builder.ts';
import { UsageError } from '../../errors.ts';
import { constant, type Value } from '../../ir/value.ts';
import { tensor } from '../../tensor.ts';
import { type Named, type Options, oneOf, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer, snakeCase } from '../layer.ts';
import { featuresOf, type Recurrence, type RecurrentLayer, runCell, withDropout } from '../recurrence.ts';

const mergeModes = ['concat', 'sum', 'mul', 'ave'] as const;

interface BidirectionalSettings extends Named {
  /** How the states of both directions become one: side by side by default; their sum, product or mean. */
  readonly mergeMode: (typeof mergeModes)[number];
}
/** Options of `bidirectional`. */
export type BidirectionalOptions = Options<BidirectionalSettings>;

/**
 * A recurrent layer that reads each sequence forwards, and another like it that reads it backwards: one ONNX node.
 * `bidirectional(lstm(64))`: `[N, steps, features]` to `[N, 128]`, or `[N, 64]` where mergeMode is not `'concat'`; with
 * returnSequences `[N, steps, …]`. Parameters: those of the layer twice, under `forward_lstm/` and `backward_lstm/`.
 */
export function bidirectional(inner: RecurrentLayer, options: BidirectionalOptions = {}): Layer {
  const settings = settle<BidirectionalSettings>('bidirectional', { ...unnamed, mergeMode: 'concat' }, options);
  const mergeMode = oneOf('bidirectional', 'mergeMode', settings.mergeMode, mergeModes);
  const recurrence = (inner as Partial<RecurrentLayer> | undefined)?.recurrence;
  if (!recurrence)
    throw new UsageError('runs one recurrent layer both ways', {
      where: 'bidirectional',
      expected: 'lstm(…), gru(…) or simpleRNN(…)',
      received: typeof inner === 'function' ? 'another layer' : show(inner),
    });
  const { goBackwards, returnSequences, name = snakeCase(recurrence.type) } = recurrence.settings;
  if (goBackwards)
    throw new UsageError('the layer inside goes both ways: leave goBackwards out', { where: 'bidirectional' });
  return layer(
    'Bidirectional',
    (at, x) => {
      const { g } = at;
      const features = featuresOf(at, x);
      const directions = ['forward', 'backward'].map((way) => {
        const prefix = `${way}_${name}/`;
        return {
          weights: recurrence.weights(at, features, prefix),
          x: withDropout(at, recurrence, x, `${prefix}mask`),
        };
      });
      const [y, last] = bothWays(at, recurrence, directions);
      return returnSequences
        ? merged(g, g.transpose(y, { perm: [2, 0, 1, 3] }), mergeMode)
        : merged(g, g.transpose(last, { perm: [1, 0, 2] }), mergeMode);
    },
    settings,
  );
}

interface Way {
  readonly weights: ReturnType<Recurrence['weights']>;
  readonly x: Value;
}

/** One node, unless dropout gives each direction inputs of its own. */
function bothWays(
  at: Parameters<typeof runCell>[0],
  recurrence: Recurrence,
  [forward, backward]: readonly Way[],
): readonly [Value, Value] {
  const { g } = at;
  const [there, back] = [forward!, backward!];
  if (there.x === back.x) return runCell(at, recurrence, there.x, [there.weights, back.weights], 'bidirectional');
  const [y, last] = runCell(at, recurrence, there.x, [there.weights], 'forward');
  const [yBack, lastBack] = runCell(at, recurrence, back.x, [back.weights], 'reverse');
  return [g.concat([y, yBack], { axis: 1 }), g.concat([last, lastBack], { axis: 0 })];
}

/** `[..., 2, units]` to `[..., units]`, or twice as many. */
function merged(g: Builder, both: Value, mode: (typeof mergeModes)[number]): Value {
  const axis = both.shape.length - 2;
  const units = both.shape[axis + 1] as number;
  switch (mode) {
    case 'concat':
      return g.reshape(both, [...Array(axis).fill(0), 2 * units]);
    case 'sum':
      return g.reduceSum(both, [axis], { keepdims: 0 });
    case 'ave':
      return g.reduceMean(both, [axis], { keepdims: 0 });
    case 'mul': {
      const way = (i: number) => g.gather(both, constant(tensor('int64', [], [i])), { axis });
      return g.mul(way(0), way(1));
    }
  }
}
