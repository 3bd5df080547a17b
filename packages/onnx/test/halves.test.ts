/** Half precision as storage. */
import { readFileSync } from 'node:fs';
import { isConstant, UnsupportedError } from '@graftml/core';
import { decodeModel, decodeTensor } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';

/** A TensorProto: dims, data_type, raw_data. */
function file(dataType: number, bits: Uint16Array): Uint8Array {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >> 7)]);
  const head = [8, ...varint(bits.length), 16, dataType, 74, ...varint(2 * bits.length)];
  return Uint8Array.from([...head, ...new Uint8Array(bits.buffer)]);
}
const all = Uint16Array.from({ length: 65536 }, (_, i) => i);

describe('every half is the float32 that it means', () => {
  it('float16: by the formula of IEEE 754', () => {
    const { data } = decodeTensor(file(10, all));
    const expected = Array.from(all, (bits) => {
      const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024];
      if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
      return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
    });
    expect(Array.from(data as Float32Array)).toEqual(expected);
  });

  it('bfloat16: by the formula of IEEE 754, with the exponent of float32', () => {
    const { data } = decodeTensor(file(16, all));
    const expected = Array.from(all, (bits) => {
      const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 7) & 255, (bits & 127) / 128];
      if (exponent === 255) return fraction === 0 ? sign * Infinity : Number.NaN;
      return exponent === 0 ? sign * 2 ** -126 * fraction : sign * 2 ** (exponent - 127) * (1 + fraction);
    });
    expect(Array.from(data as Float32Array)).toEqual(expected);
  });

  it('where the bytes are not aligned, too', () => {
    const bytes = file(10, Uint16Array.of(0x3c00, 0xc000));
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    for (const some of [bytes, shifted]) expect(decodeTensor(some).data).toEqual(Float32Array.of(1, -2));
  });
});

describe('where halves are refused', () => {
  const cases: readonly { name: string; model: string }[] = JSON.parse(
    readFileSync(new URL('reference/cases.json', import.meta.url), 'utf8'),
  );
  const bytes = Buffer.from(cases.find(({ name }) => name === 'halves')!.model, 'base64');

  it('a model with some is an UnsupportedError that names the first', () => {
    const read = () => decodeModel(bytes, { halves: 'refuse' });
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(/^raw: tensors of float16 are not read\..*halves: 'widen'/);
  });

  it('a tensor of them is', () => {
    expect(() => decodeTensor(file(16, all), { halves: 'refuse', where: 'w' })).toThrow(/^w: tensors of bfloat16/);
  });

  it('a model without any is read', () => {
    const other = cases.find(({ name }) => name === 'PyTorch, opset 20')!;
    expect(() => decodeModel(Buffer.from(other.model, 'base64'), { halves: 'refuse' })).not.toThrow();
  });

  it('they are float32 constants otherwise, under their names', () => {
    const raw = decodeModel(bytes).values.get('raw')!;
    expect([raw.dtype, isConstant(raw)]).toEqual(['float32', true]);
  });
});
