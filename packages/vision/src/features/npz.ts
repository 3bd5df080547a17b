/** NumPy's format for several arrays: a zip archive of `.npy` files, as `savez` and `savez_compressed` write it. */
import { FileError } from '@graftml/core';
import { type NpyArray, parseNpy } from './npy.ts';

interface Member {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header begins. */
  readonly at: number;
}

const signatures = { end: 0x06054b50, directory: 0x02014b50, local: 0x04034b50 } as const;
const stored = 0;
const deflated = 8;
/** A field of 32 bits that is too small says so with all its bits; the number is in the extra field of tag 1 then. */
const elsewhere = 0xffffffff;
/** No array in memory can be larger. */
const mostBytes = 2 ** 32;

/**
 * The arrays of an `.npz` file by their names, in their order.
 * @throws FileError naming `where` and the array, if the archive or an array is damaged
 */
export async function readNpz(bytes: Uint8Array, where: string): Promise<Readonly<Record<string, NpyArray>>> {
  const arrays: Record<string, NpyArray> = {};
  for (const member of directoryOf(bytes, where)) {
    const name = member.name.replace(/\.npy$/, '');
    if (Object.hasOwn(arrays, name)) throw damaged(where, `two arrays of the name ${name}`);
    Object.defineProperty(arrays, name, {
      value: parseNpy(await contentOf(bytes, member, `${where}/${name}`), `${where}/${name}`),
      enumerable: true,
    });
  }
  return arrays;
}

const damaged = (where: string, received: string): FileError =>
  new FileError('is no .npz file, or is damaged', { where, received, hint: 'get or save it again' });

/** PKWARE's APPNOTE 4.3.12 to 4.3.16. */
function directoryOf(bytes: Uint8Array, where: string): Member[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  // A comment may stand at the end, of at most 65,535 bytes.
  const first = Math.max(0, end - 0xffff);
  while (end >= first && view.getUint32(end, true) !== signatures.end) end--;
  if (end < first) throw damaged(where, 'no directory at the end');
  const count = view.getUint16(end + 10, true);
  const members: Member[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.directory)
      throw damaged(where, `no entry of the directory at byte ${at}`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > bytes.length) throw damaged(where, `an entry of the directory that ends at byte ${next}`);
    const extra = largeNumbers(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength));
    const number = (field: number): number => {
      const short = view.getUint32(at + field, true);
      return short === elsewhere ? (extra.shift() ?? short) : short;
    };
    // In the order in which the extra field has them.
    const unpacked = number(24);
    const packed = number(20);
    members.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      packed,
      unpacked,
      at: number(42),
    });
    at = next;
  }
  return members;
}

/** The 64-bit numbers of the extra field of tag 1. */
function largeNumbers(extra: Uint8Array): number[] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const length = Math.min(view.getUint16(at + 2, true), extra.length - at - 4);
    return Array.from({ length: Math.floor(length / 8) }, (_, i) => Number(view.getBigUint64(at + 4 + 8 * i, true)));
  }
  return [];
}

async function contentOf(bytes: Uint8Array, member: Member, where: string): Promise<Uint8Array> {
  const { method, packed, unpacked, at } = member;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== signatures.local)
    throw damaged(where, `no member of the archive at byte ${at}`);
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packed > bytes.length || unpacked > mostBytes)
    throw damaged(where, `${unpacked} bytes, packed in ${packed}, in a file of ${bytes.length}`);
  const content = bytes.subarray(start, start + packed);
  if (method === stored) return content;
  if (method === deflated) return inflate(content, unpacked, where);
  throw damaged(where, `the packing method ${method}`);
}

/** Stops at the first byte more than was promised. */
async function inflate(packed: Uint8Array, length: number, where: string): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  let used = 0;
  try {
    const source = new Blob([packed as Uint8Array<ArrayBuffer>]).stream();
    const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const chunk: Uint8Array = next.value;
      if (used + chunk.length > length) {
        await reader.cancel();
        throw damaged(where, `more than the ${length} bytes that were promised`);
      }
      out.set(chunk, used);
      used += chunk.length;
    }
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    throw damaged(where, cause instanceof Error ? cause.message : String(cause));
  }
  if (used !== length) throw damaged(where, `${used} bytes of ${length}`);
  return out;
}
