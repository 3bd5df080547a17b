/** What may import what, and what must not be in any source file. */
import { describe, expect, it } from 'vitest';
import { isRelative, resolved, type Source, sources } from './sources.ts';

const packages = [...new Set(sources.map(({ home }) => home))];
const byPath = new Map(sources.map((source) => [source.path, source]));

/** The packages of this repository that each may use. Everybody may use core. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/onnx': ['core'],
  'packages/backend-cpu': ['core'],
  'packages/testing': ['core', 'onnx'],
  'packages/backend-onnx': ['core', 'onnx'],
  'packages/vision': ['core', 'onnx', 'plot'],
  'packages/plot': ['core'],
  examples: ['core', 'onnx', 'backend-cpu', 'backend-onnx', 'vision', 'plot'],
  'packages/studio': ['core', 'onnx', 'backend-onnx', 'vision', 'plot'],
  'apps/cli': ['core', 'onnx', 'backend-cpu', 'backend-onnx', 'vision', 'plot'],
  'apps/web': ['core', 'onnx', 'backend-cpu', 'backend-onnx', 'vision', 'plot', 'studio', 'examples'],
};

/** The files of a circle of imports, the first again at the end; undefined if there is none. */
function circle(files: readonly Source[], by: 'imports' | 'loads'): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (source: Source): string[] | undefined => {
    if (done.has(source.path)) return undefined;
    const before = path.indexOf(source.path);
    if (before >= 0) return [...path.slice(before), source.path];
    path.push(source.path);
    for (const specifier of source[by].filter(isRelative)) {
      const next = byPath.get(resolved(source, specifier));
      const found = next && visit(next);
      if (found) return found;
    }
    path.pop();
    done.add(source.path);
    return undefined;
  };
  for (const source of files) {
    const found = visit(source);
    if (found) return found;
  }
  return undefined;
}

/** `path: what was found`, for each file in which there is something. */
const where = (files: readonly Source[], find: (source: Source) => readonly string[]): string[] =>
  files.flatMap((source) => find(source).map((found) => `${source.path}: ${found}`));

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([found]) => found);

describe.each(packages)('%s', (home) => {
  const own = sources.filter((source) => source.home === home);

  it('has no file that needs itself to load', () => {
    expect(circle(own, 'loads')).toBeUndefined();
  });

  it('imports files of its own that exist, by their full names', () => {
    expect(
      where(own, (source) =>
        source.imports.filter(isRelative).filter((specifier) => {
          const target = resolved(source, specifier);
          return !byPath.has(target) || !target.startsWith(`${home}/src/`);
        }),
      ),
    ).toEqual([]);
  });

  it('uses the packages that it may', () => {
    const allowed = (arrows[home] ?? []).map((name) => `@graftml/${name}`);
    const strangers = (source: Source) =>
      source.imports.filter(
        (name) => name.startsWith('@graftml/') && !allowed.some((it) => name === it || name.startsWith(`${it}/`)),
      );
    expect(arrows[home], 'says what it may use').toBeDefined();
    expect(where(own, strangers)).toEqual([]);
  });

  it('has no `any`', () => {
    const any = /\bas any\b|[:<,|&(]\s*any\s*(?=[[\]>,|&);={]|$)/gm;
    expect(where(own, ({ code }) => matches(code, any))).toEqual([]);
  });

  it('speaks of itself alone', () => {
    const place = /\/(work|home|root|Users)\/|\bissue #?\d/gi;
    expect(where(own, ({ text }) => matches(text, place))).toEqual([]);
  });
});

it('core needs nothing but itself', () => {
  const core = sources.filter(({ home }) => home === 'packages/core');
  expect(where(core, ({ imports }) => imports.filter((specifier) => !isRelative(specifier)))).toEqual([]);
  expect(circle(core, 'imports'), 'not even types in a circle').toBeUndefined();
});

it('packages and examples have no default export', () => {
  const files = sources.filter(({ home }) => !home.startsWith('apps/'));
  expect(where(files, ({ code }) => matches(code, /\bexport default\b|\bas default\b/g))).toEqual([]);
});

it('what is shared does not know what it runs on', () => {
  const shared = sources.filter(
    ({ home, path }) =>
      /^packages\/(onnx|backend-cpu|testing)$/.test(home) || /^packages\/.*\/src\/shared\//.test(path),
  );
  expect(
    where(shared, ({ imports }) =>
      imports.filter((specifier) => /^(node:|sharp$|onnxruntime-(?!common))/.test(specifier)),
    ),
  ).toEqual([]);
});
