/**
 * The safetensors format: named tensors and text, without code and without copies. A little-endian uint64 with the length
 * of a JSON header, the header, the tensors one after another. https://github.com/huggingface/safetensors
 */
import { FileError, UsageError } from './errors.ts';
import { type Half, narrow, widen } from './halves.ts';
import { decodeText, encodeText } from './storage.ts';
import { allocate, bytesPerElement, type DType, elementCount, type Tensor, type Tensors } from './tensor.ts';

const names = {
  float32: 'F32',
  float64: 'F64',
  int32: 'I32',
  int64: 'I64',
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
} as const satisfies Record<DType, string>;
const dtypes = new Map<string, DType>(Object.entries(names).map(([dtype, name]) => [name, dtype as DType]));

const halves = new Map<string, Half>([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
]);

/** The library in Rust refuses longer headers. */
const longestHeader = 100_000_000;
const metadataName = '__metadata__';

/** What `writeSafetensors` puts into a file, and `readSafetensors` finds in one. */
export interface SafetensorsFile {
  /** In the order in which they lie in the file. */
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Options of `writeSafetensors`. */
export interface WriteSafetensorsOptions {
  /** How float32 numbers are stored; as they are unless it says `'float16'`, which takes half the space and rounds to 11 bits. */
  readonly floats?: 'float32' | 'float16';
}

/**
 * The bytes of a file. The same tensors in the same order give the same bytes.
 * @throws UsageError for a reserved name; DataError for a number that is too large for float16
 */
export function writeSafetensors(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
  { floats = 'float32' }: WriteSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(tensors).map(([name, tensor]) => [name, stored(name, tensor, floats)] as const);
  if (Object.hasOwn(tensors, metadataName))
    throw new UsageError('a tensor cannot have this name', { where: metadataName });
  let end = 0;
  const described = entries.map(([name, { code, shape, data }]) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: code, shape, data_offsets: [begin, end] }] as const;
  });
  const head = Object.keys(metadata).length > 0 ? [[metadataName, metadata] as const] : [];
  const json = JSON.stringify(Object.fromEntries([...head, ...described]));
  const header = encodeText(json);
  // With blanks behind it the tensors begin at a multiple of eight, so that they can be read in place.
  const length = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(header, 8);
  let at = 8 + length;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function stored(name: string, { dtype, shape, data }: Tensor, floats: 'float32' | 'float16') {
  if (dtype !== 'float32' || floats === 'float32') return { code: names[dtype], shape, data };
  return { code: 'F16', shape, data: narrow(data, name) };
}

/**
 * Reads a file of the dtypes that tensors have here; float16 and bfloat16 become float32.
 * @param where its name, for errors
 * @throws FileError if it is damaged or holds another dtype
 */
export function readSafetensors(bytes: Uint8Array, where = 'safetensors'): SafetensorsFile {
  const fail = (statement: string, details: { expected?: string; received?: string; cause?: unknown } = {}): never => {
    throw new FileError(statement, { where, ...details });
  };
  const { header, begin } = headerOf(bytes, fail);
  const { [metadataName]: metadata = {}, ...described } = header;
  if (!isRecord(metadata) || Object.values(metadata).some((text) => typeof text !== 'string'))
    return fail('has metadata that are no texts');
  const tensors = new Map<string, Tensor>();
  const spans: { readonly from: number; readonly to: number }[] = [];
  for (const [name, entry] of Object.entries(described)) {
    const { dtype: code, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
    const half = halves.get(String(code));
    const dtype = half
      ? 'float32'
      : (dtypes.get(String(code)) ?? fail(`${name} has a dtype that is not known`, { received: String(code) }));
    if (!areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
      return fail(`${name} is described wrongly`, { expected: 'shape and data_offsets, lists of whole numbers' });
    const [from, to] = offsets as readonly [number, number];
    const size = elementCount(shape) * (half ? 2 : bytesPerElement(dtype));
    if (to - from !== size || begin + to > bytes.length)
      return fail(`${name} does not lie in the file`, {
        expected: `${size} bytes of ${bytes.length - begin}`,
        received: `bytes ${from} to ${to}`,
      });
    spans.push({ from, to });
    const count = elementCount(shape);
    const data = half ? new Uint16Array(count) : allocate(dtype, count);
    new Uint8Array(data.buffer).set(bytes.subarray(begin + from, begin + to));
    tensors.set(name, { dtype, shape, data: data instanceof Uint16Array ? widen(half!, data) : data } as Tensor);
  }
  spans.sort((a, b) => a.from - b.from || a.to - b.to);
  const ends = [0, ...spans.map(({ to }) => to)];
  if (spans.some(({ from }, i) => from !== ends[i]) || begin + ends.at(-1)! !== bytes.length)
    return fail('has tensors that overlap, or bytes that belong to none');
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Readonly<Record<string, string>> };
}

type Failure = (statement: string, details?: { expected?: string; received?: string; cause?: unknown }) => never;

function headerOf(bytes: Uint8Array, fail: Failure): { header: Record<string, unknown>; begin: number } {
  if (bytes.length < 8) return fail('is no safetensors file', { received: `${bytes.length} bytes` });
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > longestHeader || 8 + length > bytes.length)
    return fail('is no safetensors file, or is cut off', {
      expected: `a header of at most ${Math.min(longestHeader, bytes.length - 8)} bytes`,
      received: `${length}`,
    });
  try {
    const header: unknown = JSON.parse(decodeText(bytes.subarray(8, 8 + length)));
    if (isRecord(header)) return { header, begin: 8 + length };
  } catch (cause) {
    return fail('has a header that is no JSON', { cause });
  }
  return fail('has a header that is no JSON object');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
