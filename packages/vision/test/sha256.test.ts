/** SHA-256 in plain code is that of OpenSSL. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256Of } from '../src/sha256.ts';

const byNode = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('is that of Node, at every length around a block and for a part of a buffer', () => {
  const all = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31 + (i >> 3)) & 255);
  for (const length of [...Array(140).keys(), 1000, 4096, 5000]) {
    const bytes = all.subarray(0, length);
    expect(Buffer.from(sha256Of(bytes)).toString('hex'), `${length}`).toBe(byNode(bytes));
  }
  const part = all.subarray(7, 777);
  expect(Buffer.from(sha256Of(part)).toString('hex')).toBe(byNode(part));
});
