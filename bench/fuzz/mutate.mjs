// Ways to spoil a file: some blind, some that keep protobuf's form and change what it says.
import { randomBits } from '@graftml/core';
import { bytesOf, fieldsOf, joined, varint } from './wire.mjs';

/** A stream of choices that follows from a seed and a number alone. */
export function choices(seed, run) {
  const bits = randomBits({ seed, purpose: 'fuzz', step: run }, 1024);
  let next = 0;
  const below = (n) => Math.floor((bits[next++ % bits.length] / 0x100000000) * n);
  return { below, of: (list) => list[below(list.length)] };
}

/** Numbers at which programs break. */
const interesting = [
  0n, 1n, 2n, 3n, 7n, 13n, 127n, 128n, 255n, 256n, 65535n, 1n << 20n, (1n << 31n) - 1n, 1n << 31n, (1n << 32n) - 1n,
  1n << 40n, (1n << 53n) + 1n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 2n, (1n << 64n) - 1n,
]; // biome-ignore format: a list

const words = [
  '',
  'N',
  '(2*N',
  '((N+1)/0)',
  'x',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'Conv',
  'Loop',
  '\u0000',
  'é',
  'A'.repeat(5000),
];

const blind = {
  'flips bits': (bytes, { below }) => {
    for (let i = 1 + below(8); i > 0; i--) bytes[below(bytes.length)] ^= 1 << below(8);
    return bytes;
  },
  'overwrites bytes': (bytes, { below, of }) => {
    const at = below(bytes.length);
    const written = Uint8Array.from(varint(of(interesting))).subarray(0, bytes.length - at);
    bytes.set(written, at);
    return bytes;
  },
  'cuts the end off': (bytes, { below }) => bytes.subarray(0, below(bytes.length)),
  'takes a piece out': (bytes, { below }) => {
    const at = below(bytes.length);
    return joined([bytes.subarray(0, at), bytes.subarray(at + 1 + below(64))]);
  },
  'says a piece twice': (bytes, { below }) => {
    const at = below(bytes.length);
    return joined([bytes.subarray(0, at + 1 + below(64)), bytes.subarray(at)]);
  },
};

/** All lists of fields of a tree, those of messages within too. */
function listsOf(fields, found = []) {
  if (fields.length > 0) found.push(fields);
  for (const { fields: inner } of fields) if (inner) listsOf(inner, found);
  return found;
}

const inForm = {
  'takes a field out': (list, { below }) => list.splice(below(list.length), 1),
  'says a field twice': (list, { below }) => list.splice(below(list.length), 0, list[below(list.length)]),
  'swaps two fields': (list, { below }) => {
    const [i, j] = [below(list.length), below(list.length)];
    [list[i], list[j]] = [list[j], list[i]];
  },
  'gives a field another number': (list, { below }) => {
    const i = below(list.length);
    list[i] = { ...list[i], number: 1 + below(24) };
  },
  'changes a number': (list, { below, of }) => {
    const numbers = list.flatMap(({ wire }, i) => (wire === 0 ? [i] : []));
    if (numbers.length === 0) return;
    const i = of(numbers);
    list[i] = { ...list[i], value: below(2) ? of(interesting) : list[i].value + BigInt(below(5)) - 2n };
  },
  'changes a text': (list, { of }) => {
    const texts = list.flatMap(({ wire, bytes }, i) => (wire === 2 && bytes ? [i] : []));
    if (texts.length > 0) list[of(texts)].bytes = new TextEncoder().encode(of(words));
  },
  'lies about a length': (list, { of }) => {
    const long = list.flatMap(({ wire }, i) => (wire === 2 ? [i] : []));
    if (long.length > 0) list[of(long)].length = of(interesting);
  },
  'says a number as something else': (list, { below }) => {
    const i = below(list.length);
    list[i] = { number: list[i].number, wire: 0, value: BigInt(below(1000)) };
  },
  'puts a message into itself': (list, { of }) => {
    const messages = list.flatMap(({ fields }, i) => (fields ? [i] : []));
    if (messages.length === 0) return;
    const i = of(messages);
    for (let depth = 0; depth < 40; depth++) list[i] = { number: list[i].number, wire: 2, fields: [list[i]] };
  },
};

/** `donor` gives fields to be transplanted. Returns the bytes, and what was done to them in words. */
export function mutate(original, donor, stream) {
  let bytes = original.slice();
  const done = [];
  for (let i = 1 + stream.below(3); i > 0 && bytes.length > 0; i--) {
    const fields = stream.below(4) > 0 ? fieldsOf(bytes) : undefined;
    if (!fields) {
      const how = stream.of(Object.keys(blind));
      bytes = blind[how](bytes, stream);
      done.push(how);
      continue;
    }
    const list = stream.of(listsOf(fields));
    if (stream.below(6) === 0) {
      const strangers = listsOf(fieldsOf(donor) ?? []);
      if (strangers.length > 0) list[stream.below(list.length)] = stream.of(stream.of(strangers));
      done.push('takes a field from another file');
    } else {
      const how = stream.of(Object.keys(inForm));
      inForm[how](list, stream);
      done.push(how);
    }
    bytes = bytesOf(fields).slice();
  }
  return { bytes, done };
}
