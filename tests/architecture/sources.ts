/** The source files of every package and app, and what they import. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the root of the repository, with slashes: `'packages/core/src/op.ts'`. */
  readonly path: string;
  /** The package's folder, `'packages/core'`. */
  readonly home: string;
  readonly text: string;
  /** The text without comments, and with empty strings. */
  readonly code: string;
  /** What it names, `'./op.ts'` or `'node:fs'`, for values or types alone. */
  readonly imports: readonly string[];
  /** Those of values: what is loaded. */
  readonly loads: readonly string[];
}

const homes = ['packages', 'apps'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`));

/** Everything under `src` of each folder in `packages` and `apps`, and of the examples. */
export const sources: readonly Source[] = [...homes, 'examples'].flatMap((home) => {
  const folder = join(root, home, 'src');
  return existsSync(folder) ? filesUnder(folder).map((file) => read(file, home)) : [];
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function read(file: string, home: string): Source {
  const text = readFileSync(file, 'utf8');
  const bare = text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\\])\/\/.*$/gm, '');
  return {
    path: relative(root, file).split(sep).join('/'),
    home,
    text,
    code: bare.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''"),
    imports: specifiers(bare),
    loads: specifiers(bare.replace(/^(?:import|export) type\b[^;]*;/gm, '')),
  };
}

function specifiers(code: string): string[] {
  return [...code.matchAll(/(?<!['"])\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier!);
}

/** The file that a relative import means, from the root of the repository. */
export const resolved = ({ path }: Source, specifier: string): string =>
  join(dirname(path), specifier).split(sep).join('/');

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');
