/** Layers of several inputs, and of none but numbers. */

import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import type { Value } from '../../ir/value.ts';
import { axisOf } from '../../shapes.ts';
import { onlyOptions, show } from '../arguments.ts';
import { layer, type Site, type Traced } from '../layer.ts';

export type MergeLayer = (...inputs: readonly Traced[]) => Traced;

/** The sum of two or more tensors of one shape: `add()(x, shortcut)`. */
export function add(options: { readonly name?: string } = {}): MergeLayer {
  onlyOptions('add', options, ['name']);
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
    options,
  );
}

export interface ConcatenateOptions {
  readonly name?: string;
  /** Batch axis included: 1 by default, the channels of pictures and the units of everything flat. */
  readonly axis?: number;
}

/** Two or more tensors side by side along one axis: `concatenate()(x, y)`. */
export function concatenate({ axis = 1, ...options }: ConcatenateOptions = {}): MergeLayer {
  onlyOptions('concatenate', options, ['name']);
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
          at.fail(`shapes may differ along axis ${along} only`, {
            received: inputs.map((x) => showShape(x.shape)).join(', '),
          });
      return at.g.concat(inputs, { axis: along });
    },
    options,
  );
}

function several(at: Site, inputs: readonly Value[]): void {
  if (inputs.length < 2) at.fail('needs at least two inputs', { received: String(inputs.length) });
}
