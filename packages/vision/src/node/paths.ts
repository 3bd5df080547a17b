/** Patterns as shells expand them, for where no shell did: quoted, in a list, or on Windows. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@graftml/core';

/**
 * Each path, and in place of a pattern that is no path of a file the files that it stands for, in the order of their names: `*` and `?` within a name, `**` through
 * folders, `{jpg,png}` for either. Hidden files are not found by `*`.
 * @throws FileError for a pattern that stands for nothing
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const path of paths) {
    if (!/[*?{]/.test(path) || existsSync(path)) all.push(path);
    else all.push(...(await found(path)));
  }
  return all;
}

async function found(pattern: string): Promise<string[]> {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => /[*?{]/.test(part));
  const start = parts.slice(0, first).join('/');
  const root = first > 0 && start === '' ? '/' : start;
  const wanted = matcher(parts.slice(first));
  const matches = (await below(root, '', wanted)).sort();
  if (matches.length > 0) return matches.map((path) => (root === '' ? path : join(root, path)));
  throw new FileError('stands for no file', { where: pattern, hint: 'look at it with ls, or name a folder' });
}

interface Matcher {
  matches(path: string): boolean;
  /** How deep it may go. */
  readonly depth: number;
}

function matcher(parts: readonly string[]): Matcher {
  const depth = parts.includes('**') ? Number.POSITIVE_INFINITY : parts.length;
  const source = parts.map((part) => (part === '**' ? '**' : `${hidden(part)}${inName(part)}`)).join('/');
  const expression = new RegExp(`^${source.replaceAll('**/', '(?:[^./][^/]*/)*').replaceAll('**', '.*')}$`);
  return { matches: (path) => expression.test(path), depth };
}

/** A star at the beginning stands for no dot. */
const hidden = (part: string): string => (/^[*?]/.test(part) ? '(?!\\.)' : '');

function inName(part: string): string {
  const plain = part.replace(/[.+^$()|[\]\\]/g, '\\$&');
  const open = plain.replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
  return open.replace(/\{([^{}]*)\}/g, (_, words: string) => `(?:${words.replaceAll(',', '|')})`);
}

async function below(root: string, path: string, wanted: Matcher): Promise<string[]> {
  const depth = path === '' ? 1 : path.split('/').length + 1;
  if (depth > wanted.depth) return [];
  const entries = await readdir(join(root || '.', path), { withFileTypes: true }).catch(() => []);
  const all: string[] = [];
  for (const entry of entries) {
    const own = path === '' ? entry.name : `${path}/${entry.name}`;
    if (wanted.matches(own)) all.push(own);
    else if (entry.isDirectory() && !entry.name.startsWith('.')) all.push(...(await below(root, own, wanted)));
  }
  return all;
}
