/** The code samples of a page, each as a module that has what earlier ones of its kind imported. */

export interface Sample {
  /** Of the sample's first line in the page, from 1. */
  readonly line: number;
  /** What stands behind the language: `'browser'` for a sample that runs there. */
  readonly kind: string;
  /** Its lines are those of the page, so that what a compiler says of a line can be looked up there. */
  readonly module: string;
}

/** The blocks of a Markdown page that begin with ```ts. */
export function samplesOf(page: string): Sample[] {
  const imports = new Map<string, Map<string, string>>();
  return [...page.matchAll(/^```ts ?(\w*)\n(.*?)^```$/gms)].map(({ index, 1: kind, 2: code }) => {
    const line = page.slice(0, index).split('\n').length + 1;
    const own = importsOf(code!);
    const imported = imports.get(kind!) ?? new Map<string, string>();
    const before = [...imported].filter(([name]) => !own.has(name) && !declares(code!, name));
    const lines = before.map(([name, from]) => `import { ${name} } from '${from}';`);
    imports.set(kind!, new Map([...imported, ...own]));
    return { line, kind: kind!, module: `${'\n'.repeat(line - 2)}${lines.join(' ')} export {};\n${code}` };
  });
}

/** The names that a sample imports, and from where. */
function importsOf(code: string): Map<string, string> {
  const imports = [...code.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']*)';/gm)];
  return new Map(
    imports.flatMap(([, names, from]) =>
      names!
        .split(',')
        .map((name) => name.replace(/^\s*type /, '').trim())
        .filter((name) => name !== '')
        .map((name) => [name, from!] as const),
    ),
  );
}

const declares = (code: string, name: string): boolean =>
  new RegExp(`^(export )?(const|let|function|class) (\\{[^}]*\\b|\\[[^\\]]*\\b)?${name}\\b`, 'm').test(code);
