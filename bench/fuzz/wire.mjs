// Protobuf's wire format as a tree of fields, without a schema: what looks like a message is taken for one.

/** A varint of up to 64 bits as a bigint, and where it ends; undefined if it does not end. */
function varintAt(bytes, at, end) {
  let value = 0n;
  for (let shift = 0n; at < end && shift < 70n; shift += 7n) {
    const byte = bytes[at++];
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return { value: BigInt.asUintN(64, value), at };
  }
  return undefined;
}

/** Texts and numbers of a few bytes often parse as messages too: below this length they are left alone. */
const shortestMessage = 4;
const deepest = 8;

/**
 * The fields of `bytes` between `start` and `end`: `{ number, wire, value }` for numbers, `{ number, wire, bytes }` for what
 * has a length, with `fields` in place of `bytes` where those parse as fields to their end. Undefined if they do not parse.
 */
export function fieldsOf(bytes, start = 0, end = bytes.length, depth = 0) {
  const fields = [];
  for (let at = start; at < end; ) {
    const tag = varintAt(bytes, at, end);
    if (!tag) return undefined;
    const [number, wire] = [Number(tag.value >> 3n), Number(tag.value & 7n)];
    if (number === 0 || number > 1000) return undefined;
    at = tag.at;
    if (wire === 0) {
      const read = varintAt(bytes, at, end);
      if (!read) return undefined;
      fields.push({ number, wire, value: read.value });
      at = read.at;
    } else if (wire === 1 || wire === 5) {
      const size = wire === 1 ? 8 : 4;
      if (at + size > end) return undefined;
      fields.push({ number, wire, bytes: bytes.subarray(at, at + size) });
      at += size;
    } else if (wire === 2) {
      const length = varintAt(bytes, at, end);
      if (!length || BigInt(end - length.at) < length.value) return undefined;
      const stop = length.at + Number(length.value);
      const inner =
        stop - length.at >= shortestMessage && depth < deepest
          ? fieldsOf(bytes, length.at, stop, depth + 1)
          : undefined;
      fields.push({ number, wire, ...(inner ? { fields: inner } : { bytes: bytes.subarray(length.at, stop) }) });
      at = stop;
    } else return undefined;
  }
  return fields;
}

export function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}

/** The bytes of a list of fields. A field may say a `length` of its own, right or wrong. */
export function bytesOf(fields) {
  const parts = [];
  for (const { number, wire, value, bytes, fields: inner, length } of fields) {
    parts.push(Uint8Array.from(varint((BigInt(number) << 3n) | BigInt(wire))));
    if (wire === 0) parts.push(Uint8Array.from(varint(value)));
    else {
      const content = inner ? bytesOf(inner) : bytes;
      if (wire === 2) parts.push(Uint8Array.from(varint(length ?? content.length)));
      parts.push(content);
    }
  }
  return joined(parts);
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
