/** Tensors of a file. */
import { bytesPerElement, DataError, type DType, elementCount, type Tensor, UnsupportedError } from '@graftml/core';
import { externalBytes, isExternal } from './external.ts';
import { type Half, halfOf, narrow, refuseHalf, widen } from './halves.ts';
import type { ReadOptions } from './header.ts';
import { dataTypeNames, dataTypes, tensorProto } from './schema.ts';
import { corrupt, decode, type Source } from './wire/decode.ts';
import type { Draft, Message } from './wire/fields.ts';

type TensorProto = Message<typeof tensorProto>;

const dtypeOf = new Map(Object.entries(dataTypes).map(([dtype, number]) => [number, dtype as DType]));

/** The dtype of a TensorProto.DataType; float32 for the halves. Throws an UnsupportedError for one that Graft lacks. */
export function readDType(dataType: number | undefined, where: string): DType {
  const dtype = halfOf(dataType) ? 'float32' : dtypeOf.get(dataType ?? 0);
  if (dtype) return dtype;
  throw new UnsupportedError(`tensors of ${dataTypeNames[dataType ?? 0] ?? `type ${dataType}`} are not read`, {
    where,
    expected: [...dtypeOf.values(), 'float16', 'bfloat16'].join(', '),
  });
}

/** Typed arrays are little-endian wherever JavaScript runs, as `raw_data` is. The data is not copied here. */
export const draftTensor = ({ dtype, shape, data }: Tensor, name?: string): Draft<typeof tensorProto> => ({
  dims: shape,
  data_type: dataTypes[dtype],
  name,
  raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});

/** A float32 tensor in half the space. @throws DataError for a number that is too large for float16 */
export function draftHalf({ shape, data }: Tensor<'float32'>, name: string): Draft<typeof tensorProto> {
  const bits = narrow(data);
  if (!bits)
    throw new DataError('holds a number that is too large for float16', { where: name, expected: 'up to 65504' });
  return { dims: shape, data_type: dataTypeNames.indexOf('float16'), name, raw_data: new Uint8Array(bits.buffer) };
}

/** Reads a file that holds one tensor (TensorProto). Throws as `decodeModel` does. */
export function decodeTensor(bytes: Uint8Array, { where, halves = 'widen' }: ReadTensorOptions = {}): Tensor {
  const source: Source = { bytes, ...(where !== undefined && { where }) };
  const proto = decode(tensorProto, source);
  if (halves === 'refuse') refuseHalf(proto.data_type, where ?? 'tensor');
  return readTensor(proto, source, where ?? 'tensor');
}

/** Options of `decodeTensor`. */
export interface ReadTensorOptions extends ReadOptions {
  /** What to do with float16 and bfloat16: read them as float32 (the default), or throw an UnsupportedError. */
  readonly halves?: 'widen' | 'refuse';
}

/** No runtime has more axes than a fraction of this. */
const mostAxes = 64;

/** What was read: a constant of a function is there once, however often the function is called. */
const tensors = new WeakMap<TensorProto, Tensor>();

export function readTensor(proto: TensorProto, source: Source, where: string): Tensor {
  const tensor = tensors.get(proto) ?? newTensor(proto, source, where);
  tensors.set(proto, tensor);
  return tensor;
}

/**
 * The data is a view into the file, or into one beside it, where it is aligned there. Its length decides how much is read: a declared shape that
 * it does not fill is a FileError.
 */
function newTensor(proto: TensorProto, source: Source, where: string): Tensor {
  const { at, segment } = proto;
  if (segment) throw new UnsupportedError('the tensor is a segment of a larger one', { where });
  const dtype = readDType(proto.data_type, where);
  if (proto.dims.length > mostAxes) throw corrupt(source, at, `tensor '${where}' has ${proto.dims.length} axes`);
  const shape = Array.from(proto.dims, Number);
  const count = elementCount(shape);
  const described = `tensor '${where}' ${dtype} [${shape}]`;
  if (shape.some((d) => d < 0)) throw corrupt(source, at, `${described} has a negative extent`);
  if (!shape.every(Number.isSafeInteger))
    throw corrupt(source, at, `${described} has an extent larger than any memory`);
  const half = halfOf(proto.data_type);
  const bytes = count * (half ? 2 : bytesPerElement(dtype));
  const raw = isExternal(proto) ? externalBytes(proto, bytes, source, where) : proto.raw_data;
  const [size, found] = raw ? [bytes, raw.length] : [count, typedData(proto, dtype, half).length];
  if (size !== found)
    throw corrupt(source, at, `${described} needs ${size} ${raw ? 'bytes' : 'elements'}, ${found} are there`);
  return { dtype, shape, data: dataOf(proto, raw, dtype, half) } as Tensor;
}

function dataOf(proto: TensorProto, raw: Uint8Array | undefined, dtype: DType, half: Half | undefined): Tensor['data'] {
  if (!half) return raw ? fromBytes(dtype, raw) : convert(dtype, typedData(proto, dtype, half));
  if (!raw) return widen(half, Uint16Array.from(proto.int32_data, Number));
  const { buffer, byteOffset, byteLength } = aligned(raw, 2);
  return widen(half, new Uint16Array(buffer as ArrayBuffer, byteOffset, byteLength / 2));
}

function fromBytes(dtype: DType, raw: Uint8Array): Tensor['data'] {
  if (dtype === 'uint8') return raw;
  if (dtype === 'bool') return raw.map((x) => (x === 0 ? 0 : 1));
  const size = bytesPerElement(dtype);
  const { buffer, byteOffset, byteLength } = aligned(raw, size);
  return new arrays[dtype](buffer as ArrayBuffer, byteOffset, byteLength / size);
}

/** The bytes themselves where a typed array can be put over them, else a copy. */
const aligned = (raw: Uint8Array, size: number): Uint8Array => (raw.byteOffset % size === 0 ? raw : raw.slice());

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  int8: Int8Array,
};

/** The field that holds the elements of a dtype where `raw_data` is not used; of halves the bits. */
const typedData = (
  proto: TensorProto,
  dtype: DType,
  half: Half | undefined,
): BigInt64Array | Float32Array | Float64Array =>
  dtype === 'float32' && !half
    ? proto.float_data
    : dtype === 'float64'
      ? proto.double_data
      : dtype === 'int64'
        ? proto.int64_data
        : proto.int32_data;

function convert(dtype: DType, data: BigInt64Array | Float32Array | Float64Array): Tensor['data'] {
  if (dtype === 'int32') return Int32Array.from(data as BigInt64Array, Number);
  if (dtype === 'int8') return Int8Array.from(data as BigInt64Array, Number);
  if (dtype === 'uint8') return Uint8Array.from(data as BigInt64Array, Number);
  if (dtype === 'bool') return Uint8Array.from(data as BigInt64Array, (x) => (x === 0n ? 0 : 1));
  return data;
}
