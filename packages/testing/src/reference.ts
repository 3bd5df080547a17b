/** What every case must give, from outside: see test/reference/make.py. */
import type { OpName } from '@graftml/core';
import { activation } from './reference/activation.ts';
import { arithmetic } from './reference/arithmetic.ts';
import { bitwise } from './reference/bitwise.ts';
import { convolution } from './reference/convolution.ts';
import { dropout } from './reference/dropout.ts';
import { generate } from './reference/generate.ts';
import { grid } from './reference/grid.ts';
import { indexing } from './reference/indexing.ts';
import { linear } from './reference/linear.ts';
import { logic } from './reference/logic.ts';
import { loss } from './reference/loss.ts';
import { normalization } from './reference/normalization.ts';
import { pooling } from './reference/pooling.ts';
import { quantization } from './reference/quantization.ts';
import { recurrent } from './reference/recurrent.ts';
import { reduce } from './reference/reduce.ts';
import { resize } from './reference/resize.ts';
import { shape } from './reference/shape.ts';
import { slice } from './reference/slice.ts';
import { trigonometry } from './reference/trigonometry.ts';
import type { References } from './reference/type.ts';

const references: References = {
  ...arithmetic,
  ...trigonometry,
  ...bitwise,
  ...logic,
  ...activation,
  ...linear,
  ...convolution,
  ...pooling,
  ...normalization,
  ...dropout,
  ...loss,
  ...quantization,
  ...recurrent,
  ...reduce,
  ...shape,
  ...slice,
  ...indexing,
  ...generate,
  ...resize,
  ...grid,
};

/** Throws if the reference was made for another state of the case. */
export function referenceFor(op: OpName, name: string, digest: string): (result: string) => Float64Array {
  const reference = references[op]?.[name];
  if (reference?.digest !== digest)
    throw new Error(`${op}/${name} has no reference that fits: run test/reference/make.py in packages/testing`);
  return (result) => parseNumbers(reference[result]!);
}

export const parseNumbers = (text: string): Float64Array =>
  text === '' ? new Float64Array(0) : Float64Array.from(text.split(' '), Number);
