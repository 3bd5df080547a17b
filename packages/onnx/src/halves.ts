/** Half precision is storage: float16 and bfloat16 are read as float32, and a half model becomes a float32 model. */
import { type Half, UnsupportedError } from '@graftml/core';
import { dataTypeNames, type nodeProto } from './schema.ts';
import type { Message } from './wire/fields.ts';

export const halfOf = (dataType: number | undefined): Half | undefined => {
  const name = dataTypeNames[dataType ?? 0];
  return name === 'float16' || name === 'bfloat16' ? name : undefined;
};

/** The attributes that name a dtype, in ops of any opset. */
const dtypeAttributes: ReadonlySet<string> = new Set(['to', 'dtype', 'output_dtype']);

/** Throws an UnsupportedError if the TensorProto.DataType is a half. */
export function refuseHalf(dataType: number | undefined, where: string): void {
  const half = halfOf(dataType);
  if (half)
    throw new UnsupportedError(`tensors of ${half} are not read`, {
      where,
      hint: "{ halves: 'widen' } reads them as float32",
    });
}

/** Throws an UnsupportedError if a node holds, or makes, tensors of half precision by its attributes. */
export function refuseHalvesIn({ attribute }: Message<typeof nodeProto>, where: string): void {
  for (const { name = '', i, t } of attribute)
    refuseHalf(t?.data_type ?? (dtypeAttributes.has(name) ? i : undefined), `${where}.${name}`);
}
