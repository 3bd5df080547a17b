/** As much of protobuf's wire format as it takes to put tensors into a model's bytes. */

export interface Field {
  readonly number: number;
  /** What a length-delimited field holds; empty for other kinds. */
  readonly payload: Uint8Array;
  /** The field as it stands in the bytes, tag and all. */
  readonly whole: Uint8Array;
}

/** The fields of one message, in order, without looking into them. */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    let payload = new Uint8Array(0);
    if (tag % 8 === 0) varint();
    else if (tag % 8 === 1) at += 8;
    else if (tag % 8 === 5) at += 4;
    else {
      const length = varint();
      payload = bytes.slice(at, at + length);
      at += length;
    }
    fields.push({ number: Math.floor(tag / 8), payload, whole: bytes.slice(start, at) });
  }
  return fields;
}

const varintBytes = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varintBytes(Math.floor(value / 128))];

export const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** A field that holds a message or a string. */
export const delimited = (number: number, payload: Uint8Array): Uint8Array =>
  joined([Uint8Array.from([...varintBytes(number * 8 + 2), ...varintBytes(payload.length)]), payload]);

export const integer = (number: number, value: number): Uint8Array =>
  Uint8Array.from([...varintBytes(number * 8), ...varintBytes(value)]);

export const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);
