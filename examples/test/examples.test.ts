/** Every example in its quick form: the point that it makes, and its pictures. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { dataPath, requireOrSkip } from '../../tests/support/require.ts';
import { examples } from '../src/examples.ts';
import type { Example, Figures } from '../src/harness/example.ts';
import { show } from '../src/harness/show.ts';
import { dataOf, points } from './points.ts';

const out = mkdtempSync(join(tmpdir(), 'graft-examples-'));
afterAll(() => rmSync(out, { recursive: true }));

const hasNoData = requireOrSkip('data');
const all = Object.entries<Example>(examples);

describe.each(all)('%s', (name, example) => {
  it.skipIf(example.data !== undefined && hasNoData)('makes its point', async () => {
    const file = dataOf[name];
    const { figures, said, pictures } = await show(name, example, {
      out,
      quick: true,
      ...(file !== undefined && { data: dataPath(file) }),
    });
    expect(said.length, 'says something').toBeGreaterThan(0);
    expect(said.filter((line) => /\bNaN\b|undefined/.test(line))).toEqual([]);
    expect(JSON.parse(JSON.stringify(figures)), 'figures are plain data').toEqual(figures);
    (points as unknown as Record<string, (figures: Figures) => void>)[name]!(figures);

    expect(pictures.length, 'draws something').toBeGreaterThan(0);
    for (const path of pictures) {
      expect(basename(path)).toMatch(new RegExp(`^${name}(-[a-z0-9-]+)?\\.(svg|png)$`));
      const { width, height } = await sharp(path).metadata();
      expect(width! > 100 && height! > 60, path).toBe(true);
      const { isOpaque, channels } = await sharp(path).stats();
      expect(isOpaque, path).toBe(true);
      expect(
        channels.some(({ stdev }) => stdev > 2),
        `${path} shows something`,
      ).toBe(true);
    }
  });
});

it('titles are one line each, and stand in the table', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| \[`(.+?)`\]\(src\/\1\.ts\) \| (.+) \|$/gm)].map(([, name, title]) => [
    name,
    title,
  ]);
  expect(rows).toEqual(all.map(([name, { title }]) => [name, title]));
  for (const [name, { title }] of all) {
    expect(title, name).toMatch(/^[A-Z0-9].{10,110}[^.]$/);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  }
});
