/** An op that the table does not know, kept as it stands in its file. */
import { bindDim } from '../ir/dims.ts';
import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, foreign, int, ints, string, strings, tensorAttribute } from '../op.ts';
import type { DType } from '../tensor.ts';

/** A type as text: `'float32 [N,3,224,224]'`, extents as JSON has them. */
export const writeType = ({ dtype, shape }: TensorType): string => `${dtype} ${JSON.stringify(shape)}`;

const readType = (text: string): { readonly dtype: DType; readonly shape: Shape } => {
  const [dtype, shape] = [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)];
  return { dtype: dtype as DType, shape: JSON.parse(shape) as Shape };
};

/**
 * Forward only, and only where a runtime knows the op. Its outputs have the types that the file says; where the extents of
 * its inputs get numbers, the same names get them in its outputs.
 */
export const opaque = foreign('Opaque', ['inputs...'], {
  outputs: ['outputs...'],
  attributes: {
    /** ONNX's op type, its domain, and the version of a domain that is not ONNX's. */
    type: string(),
    domain: string(''),
    version: int(0),
    /** Which places of inputs are filled: 1 where one of the inputs stands. */
    places: ints(),
    /** The attributes as the file has them: NodeProto in protobuf, uint8. */
    attributes: tensorAttribute(),
    inputTypes: strings(),
    outputTypes: strings(),
  },
  title: ({ type, domain }) => (domain ? `${domain}.${type}` : type),
  infer({ inputs }, { inputTypes, outputTypes }, fail) {
    if (inputTypes.length !== inputs.length) fail(`takes ${inputTypes.length} inputs, got ${inputs.length}`);
    const sizes = new Map<string, number>();
    inputs.forEach((input, i) => {
      learnSizes(readType(inputTypes[i]!), input, sizes, fail);
    });
    const known = Object.fromEntries(sizes);
    return outputTypes.map(readType).map(({ dtype, shape }) => ({ dtype, shape: shape.map((d) => bindDim(d, known)) }));
  },
});

/** Notes what number each name of `then` has got; a number that has changed is a mistake. */
function learnSizes(then: TensorType, now: TensorType, sizes: Map<string, number>, fail: Fail): void {
  if (then.dtype !== now.dtype || then.shape.length !== now.shape.length)
    fail(`was read with an input ${writeType(then)}, got ${writeType(now)}`);
  then.shape.forEach((d, axis) => {
    const extent = now.shape[axis];
    if (typeof d === 'number' && d !== extent) fail(`was read with an input ${writeType(then)}, got ${writeType(now)}`);
    if (typeof d !== 'string' || typeof extent !== 'number') return;
    if ((sizes.get(d) ?? extent) !== extent) fail(`'${d}' is ${sizes.get(d)} and ${extent}`);
    sizes.set(d, extent);
  });
}
