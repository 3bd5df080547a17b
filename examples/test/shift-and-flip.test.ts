/** Moving and mirroring pictures, against SciPy's `shift`. */
import { readFileSync } from 'node:fs';
import { arrayDataset, type Tensor, tensor } from '@graftml/core';
import { expect, it } from 'vitest';
import { flipped, shifted, shiftedAndFlipped } from '../src/shared/shift-and-flip.ts';

const { shape, picture, cases } = JSON.parse(readFileSync(new URL('reference/shift.json', import.meta.url), 'utf8'));
const original = tensor('float32', shape, picture as number[]);

it.each(cases as { down: number; right: number; moved: number[] }[])(
  'moves $down down and $right to the right as SciPy does',
  ({ down, right, moved }) => {
    const { data } = shifted(original, right, down);
    for (const [i, value] of moved.entries()) expect(data[i]).toBeCloseTo(value, 6);
  },
);

it('mirrors each row', () => {
  const { data } = flipped(tensor('float32', [1, 2, 3], [1, 2, 3, 4, 5, 6]));
  expect([...data]).toEqual([3, 2, 1, 6, 5, 4]);
});

it('is decided by seed, epoch and index, mirrors about half, and leaves alone what is judged', async () => {
  const many = 200;
  const ramp = Float32Array.from({ length: many * 16 }, (_, i) => i % 4);
  const pictures = arrayDataset(
    tensor('float32', [many, 1, 4, 4], ramp),
    tensor('int32', [many], new Int32Array(many)),
  );
  const augmented = shiftedAndFlipped(pictures, 0.1);
  const at = { seed: 1, epoch: 1 };
  const seen = await Promise.all(Array.from({ length: many }, async (_, i) => (await augmented.get(i, at)).x));
  const isMirrored = ({ data }: Tensor) => Number(data[0]) > Number(data[3]);
  expect(Math.abs(seen.filter(isMirrored).length / many - 0.5)).toBeLessThan(0.1);
  expect((await augmented.get(7, at)).x).toEqual(seen[7]);
  expect((await augmented.get(7, { ...at, epoch: 2 })).x).not.toEqual(seen[7]);
  expect((await augmented.get(7)).x).toEqual((await pictures.get(7)).x);
});
