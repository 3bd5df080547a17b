/** What a package exports, found through all modules that its entry leads to, in the groups of its source. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { type Declaration, type Module, moduleAt } from './declarations.ts';

export interface Export {
  /** As users write it: `'fit'`, `'metrics.accuracy'`. */
  readonly name: string;
  /** One, or the overloads of a function, or a type beside a value. */
  readonly declarations: readonly Declaration[];
}

export interface Group {
  /** What stands above it in the source, `'Surgery: models cut …'`; empty where there are no groups. */
  readonly title: string;
  readonly exports: readonly Export[];
}

export interface Entry {
  readonly doc: string;
  readonly groups: readonly Group[];
  /** What the declarations name and the package does not export. */
  readonly behind: readonly Export[];
}

/** Reads the declaration file of an entry and all that it leads to; `beside` are those of the package's other entries. */
export function entryAt(path: string, beside: readonly string[]): Entry {
  const module = moduleAt(path);
  const titles = titlesOf(path);
  const groups = new Map<string, Export[]>();
  for (const exported of module.exports) {
    const title = (exported.is !== 'local' && titles.get(exported.is.from)) || '';
    groups.set(title, [...(groups.get(title) ?? []), ...exportsOf({ ...module, exports: [exported] })]);
  }
  const all = [...groups.values()].flat();
  const again = repeated(all);
  return {
    doc: module.doc,
    groups: [...groups].map(([title, exports]) => ({ title, exports: exports.filter((one) => !again.has(one)) })),
    behind: behind([...all, ...beside.flatMap((other) => exportsOf(moduleAt(other)))], all),
  };
}

/** What a namespace has too that can be imported by itself: `initializers.Initializer`. */
function repeated(exports: readonly Export[]): Set<Export> {
  const plain = new Set(exports.filter(({ name }) => !name.includes('.')).map(({ declarations }) => declarations[0]!));
  return new Set(exports.filter(({ name, declarations }) => name.includes('.') && plain.has(declarations[0]!)));
}

/** The line comments of an entry's source, for each module that is exported below. */
function titlesOf(path: string): Map<string, string> {
  const source = readFileSync(path.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts'), 'utf8');
  const [, ...parts] = source.split(/^\/\/ (.*)$/m);
  const titles = new Map<string, string>();
  parts.forEach((part, i) => {
    if (i % 2 === 1)
      for (const [, specifier] of part.matchAll(/ from '(.*)\.ts';$/gm))
        titles.set(join(dirname(path), `${specifier}.d.ts`), parts[i - 1]!);
  });
  return titles;
}

/** Everything that a module exports, under `prefix`; of names that come twice, the first. */
function exportsOf(module: Module, prefix = ''): Export[] {
  const found = new Map<string, Export>();
  for (const { name, is } of module.exports) {
    const list =
      is === 'local'
        ? [{ name: prefix + name!, declarations: module.locals.get(name!)! }]
        : is.name === '*'
          ? exportsOf(moduleAt(is.from), name === undefined ? prefix : `${prefix}${name}.`)
          : [{ name: prefix + name!, declarations: declarationsOf(moduleAt(is.from), is.name) }];
    for (const one of list) if (!found.has(one.name)) found.set(one.name, one);
  }
  return [...found.values()];
}

/** What a name of a module means, wherever it is declared. */
function declarationsOf(module: Module, name: string): readonly Declaration[] {
  const local = module.locals.get(name);
  if (local) return local;
  const imported = module.imports.get(name);
  if (imported) return isAbsolute(imported.from) ? declarationsOf(moduleAt(imported.from), imported.name) : [];
  const [found] = exportsOf(module).filter((one) => one.name === name);
  return found?.declarations ?? [];
}

/** What the types in a declaration mean, in whatever package of this repository they are declared. */
export const usedBy = ({ module, uses }: Declaration): readonly Declaration[] =>
  uses.flatMap((name) => declarationsOf(module, name));

/** What `exports` name, and what that names in turn, of the same package and unless it is `told` of. */
function behind(told: readonly Export[], exports: readonly Export[]): Export[] {
  const seen = new Set(told.flatMap(({ declarations }) => declarations));
  const reached = new Set(exports.flatMap(({ declarations }) => declarations));
  const found = new Map<string, Export>();
  for (const declaration of reached)
    for (const one of usedBy(declaration)) {
      if (seen.has(one) || homeOf(one.module) !== homeOf(declaration.module)) continue;
      seen.add(one);
      reached.add(one);
      const key = `${one.module.path} ${one.name}`;
      found.set(key, { name: one.name, declarations: [...(found.get(key)?.declarations ?? []), one] });
    }
  return [...found.values()];
}

const homeOf = ({ path }: Module): string => path.slice(0, path.lastIndexOf('/dist/'));
