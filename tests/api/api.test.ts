/** docs/api holds what the packages' declarations and docstrings say. `npm run -s api` writes it; this test holds it to them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../architecture/sources.ts';
import { type Entry, entryAt } from './entries.ts';
import { indexOf, layOut, textOf } from './page.ts';

const folder = join(root, 'docs/api');

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types?: string; readonly node?: { types: string } }>>;
}

/** What can be imported from a package, with its declarations: `'@graftml/vision/node'`. */
function entriesOf(name: string): { specifier: string; entry: Entry }[] {
  const home = join(root, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
  const paths = Object.entries(manifest.exports).flatMap(([path, target]) => {
    const types = typeof target === 'string' ? undefined : (target.node?.types ?? target.types);
    return types ? [{ specifier: manifest.name + path.slice(1), path: join(home, types) }] : [];
  });
  return paths.map(({ specifier, path }) => ({
    specifier,
    entry: entryAt(
      path,
      paths.map((other) => other.path).filter((other) => other !== path),
    ),
  }));
}

const entries = readdirSync(join(root, 'packages')).flatMap(entriesOf);
const pages = entries.map(({ specifier, entry }) => layOut(specifier, entry));

it.each(entries)('$specifier has a docstring for everything', ({ entry }) => {
  const all = entry.groups.flatMap(({ exports }) => exports);
  expect(all.length).toBeGreaterThan(0);
  const bare = all.filter(({ declarations }) => declarations.every(({ doc }) => doc === ''));
  expect(bare.map(({ name }) => name)).toEqual([]);
});

const texts = pages.map((page) => ({ file: page.file, text: textOf(page, pages) }));

it.each([...texts, { file: 'README.md', text: indexOf(pages) }])('$file is up to date', ({ file, text }) => {
  const path = join(folder, file);
  if (process.env.GRAFT_WRITE === 'api') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('has no other page', () => {
  expect(readdirSync(folder).sort()).toEqual([...pages.map(({ file }) => file), 'README.md'].sort());
});
