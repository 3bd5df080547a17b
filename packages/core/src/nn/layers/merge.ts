/** Layers of several inputs. */
import { UsageError } from '../../errors.ts';
import type { Value } from '../../ir/value.ts';
import { axisOf } from '../../shapes.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { layer, type Site, type Traced } from '../layer.ts';

/** A layer of several inputs, all of one model. */
export type MergeLayer = (...inputs: readonly Traced[]) => Traced;

/** The sum of two or more tensors of one shape: `add()(x, shortcut)`. */
export function add(options: Options<Named> = {}): MergeLayer {
  const settings = settle('add', unnamed, options);
  return layer<readonly Value[]>(
    'Add',
    (at, ...inputs) => {
      several(at, inputs);
      const [first] = inputs;
      for (const { shape } of inputs)
        if (String(shape) !== String(first!.shape))
          at.fail('needs inputs of one shape', {
            hint: 'a shortcut often needs conv2D(filters, 1, { strides }) to get the shape of the main path',
          });
      return inputs.reduce((sum, x) => at.g.add(sum, x));
    },
    settings,
  );
}

interface ConcatenateSettings extends Named {
  /** Batch axis included: 1, the channels of pictures and the units of everything flat. */
  readonly axis: number;
}
/** Options of `concatenate`. */
export type ConcatenateOptions = Options<ConcatenateSettings>;

/** Two or more tensors side by side along one axis: `concatenate()(x, y)`. */
export function concatenate(options: ConcatenateOptions = {}): MergeLayer {
  const settings = settle('concatenate', { ...unnamed, axis: 1 }, options);
  const { axis } = settings;
  if (!Number.isInteger(axis) || axis === 0)
    throw new UsageError('axis must be a whole number, and not that of the batch', {
      where: 'concatenate',
      received: show(axis),
    });
  return layer<readonly Value[]>(
    'Concatenate',
    (at, ...inputs) => {
      several(at, inputs);
      const [first] = inputs;
      const along = axisOf(axis, first!.shape.length, (statement) => at.fail(statement));
      if (along === 0) at.fail('cannot concatenate along the batch axis');
      for (const { shape } of inputs)
        if (shape.length !== first!.shape.length || shape.some((d, i) => i !== along && d !== first!.shape[i]))
          at.fail(`shapes may differ along axis ${along} only`);
      return at.g.concat(inputs, { axis: along });
    },
    settings,
  );
}

function several(at: Site, inputs: readonly Value[]): void {
  if (inputs.length < 2) at.fail('needs at least two inputs', { received: String(inputs.length) });
}
