/** What a module's declaration file says: every name, its declarations as text, its docstring, and what it names in turn. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ESTree, parseSync } from 'vite';

export interface Declaration {
  readonly name: string;
  readonly kind: 'function' | 'value' | 'type';
  /** As it stands in the file, without `export declare`. */
  readonly code: string;
  /** The docstring before it, without its stars; empty if there is none. */
  readonly doc: string;
  /** The module that it stands in. */
  readonly module: Module;
  /** The names of types that it uses. */
  readonly uses: readonly string[];
  /** Of a value with a literal type, the names of its members. */
  readonly members: readonly string[];
}

/** A name that leads to one of another module: `'*'` is the module itself. */
export interface Elsewhere {
  /** The path of its declarations; outside of this repository, what is imported from. */
  readonly from: string;
  readonly name: string;
}

export interface Exported {
  /** Undefined where everything of another module is exported. */
  readonly name: string | undefined;
  readonly is: Elsewhere | 'local';
}

export interface Module {
  readonly path: string;
  /** The docstring of the whole file. */
  readonly doc: string;
  readonly locals: ReadonlyMap<string, readonly Declaration[]>;
  readonly imports: ReadonlyMap<string, Elsewhere>;
  readonly exports: readonly Exported[];
}

const known = new Map<string, Module>();

/** Reads a `.d.ts` file that a compiler wrote beside its source; each once. */
export function moduleAt(path: string): Module {
  const before = known.get(path);
  if (before) return before;
  const made = read(path);
  known.set(path, made);
  return made;
}

function read(path: string): Module {
  const text = readFileSync(path, 'utf8');
  const { program, comments, errors } = parseSync(path, text, { lang: 'dts', sourceType: 'module' });
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const doc = docOfSource(path);
  const docBefore = (start: number): string => {
    const before = docs.findLast((comment) => comment.end <= start && text.slice(comment.end, start).trim() === '');
    const said = before ? docText(before.value) : '';
    return before?.start === 0 && said === doc ? '' : said;
  };

  const locals = new Map<string, Declaration[]>();
  const imports = new Map<string, Elsewhere>();
  const exports: Exported[] = [];
  const module: Module = { path, doc, locals, imports, exports };
  const place = (specifier: string): string => {
    if (specifier.startsWith('.')) return join(dirname(path), specifier.replace(/\.ts$/, '.d.ts'));
    const [, name] = /^@graftml\/([\w-]+)$/.exec(specifier) ?? [];
    return name ? join(path.slice(0, path.lastIndexOf('/packages/')), 'packages', name, 'dist/index.d.ts') : specifier;
  };

  const declare = (statement: ESTree.Node, start: number): string[] =>
    partsOf(statement).map(({ name, kind, node }) => {
      const code = text.slice(node.start, node.end);
      const declaration: Declaration = {
        name,
        kind,
        code: kind === 'value' && node.type === 'VariableDeclarator' ? `const ${code};` : code.replace(/^declare /, ''),
        doc: docBefore(start),
        module,
        uses: typesIn(node),
        members: membersOf(node),
      };
      locals.set(name, [...(locals.get(name) ?? []), declaration]);
      return name;
    });

  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      const from = place(statement.source.value);
      for (const one of statement.specifiers)
        imports.set(one.local.name, { from, name: 'imported' in one ? nameOf(one.imported) : '*' });
    } else if (statement.type === 'ExportAllDeclaration') {
      exports.push({
        name: statement.exported ? nameOf(statement.exported) : undefined,
        is: { from: place(statement.source.value), name: '*' },
      });
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration)
        for (const name of declare(statement.declaration, statement.start)) exports.push({ name, is: 'local' });
      const from = statement.source ? place(statement.source.value) : path;
      for (const { local, exported } of statement.specifiers)
        exports.push({ name: nameOf(exported), is: { from, name: nameOf(local) } });
    } else declare(statement, statement.start);
  }
  return module;
}

/** What the source says of the whole file: a docstring at its beginning that no declaration follows. The compiler drops some. */
function docOfSource(path: string): string {
  const source = path.replace(/\/dist\//, '/src/').replace(/\.d\.ts$/, '.ts');
  const [, doc, next = ''] = /^\/\*(\*.*?)\*\/\n(.*)/s.exec(readFileSync(source, 'utf8')) ?? [];
  return doc !== undefined && /^(\n|import\b|export (type )?[{*]|\/[/*])/.test(next) ? docText(doc) : '';
}

/** The names that a statement declares. */
function partsOf(statement: ESTree.Node): { name: string; kind: Declaration['kind']; node: ESTree.Node }[] {
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.map((node) => ({ name: nameOf(node.id), kind: 'value', node }));
  if (statement.type === 'TSDeclareFunction' || statement.type === 'FunctionDeclaration')
    return [{ name: nameOf(statement.id!), kind: 'function', node: statement }];
  if (statement.type === 'ClassDeclaration') return [{ name: nameOf(statement.id!), kind: 'value', node: statement }];
  if (statement.type === 'TSInterfaceDeclaration' || statement.type === 'TSTypeAliasDeclaration')
    return [{ name: statement.id.name, kind: 'type', node: statement }];
  throw new Error(`a declaration of a kind that is not read: ${statement.type}`);
}

function nameOf(node: ESTree.Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  throw new Error(`no name: ${node.type}`);
}

/** Every node under one. */
function* within(node: object): Generator<ESTree.Node> {
  if ('type' in node) yield node as ESTree.Node;
  for (const [key, part] of Object.entries(node))
    if (key !== 'parent' && typeof part === 'object' && part !== null) yield* within(part as object);
}

function typesIn(node: ESTree.Node): string[] {
  const names = new Set<string>();
  for (const one of within(node)) {
    if (one.type === 'TSTypeReference' && one.typeName.type === 'Identifier') names.add(one.typeName.name);
    if (one.type === 'TSInterfaceHeritage' && one.expression.type === 'Identifier') names.add(one.expression.name);
  }
  return [...names];
}

function membersOf(node: ESTree.Node): string[] {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return [];
  const type = node.id.typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSTypeLiteral') return [];
  return type.members.flatMap((member) =>
    'key' in member && (member.key.type === 'Identifier' || member.key.type === 'Literal') ? [nameOf(member.key)] : [],
  );
}

const docText = (comment: string): string =>
  comment
    .replace(/^\*+/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
