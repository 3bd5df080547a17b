/** The pages of the reference as Markdown. */
import type { Declaration } from './declarations.ts';
import { type Entry, type Export, usedBy } from './entries.ts';

/** More lines than these of a table's type are shown as the names of its members. */
const longest = 40;

interface Section {
  readonly head: string;
  readonly text: string;
  readonly exports: readonly Export[];
}

export interface Page {
  /** What users import from. */
  readonly specifier: string;
  readonly file: string;
  readonly doc: string;
  readonly sections: readonly Section[];
  readonly anchors: ReadonlyMap<Export, string>;
}

/** What stands where on the page of an entry. */
export function layOut(specifier: string, { doc, groups, behind }: Entry): Page {
  const sections = groups.map(({ title, exports }): Section => {
    const [head = '', tail] = title.replace(/\.$/, '').split(/: (.*)/s);
    return { head, text: tail ? `${tail[0]!.toUpperCase()}${tail.slice(1)}.` : '', exports };
  });
  const others = { text: 'What the declarations above name, and nobody imports.', exports: behind };
  if (behind.length > 0) sections.push({ head: 'Behind these', ...others });
  const anchorOf = newAnchors([specifier]);
  const anchors = new Map<Export, string>();
  for (const { head, exports } of sections) {
    if (head) anchorOf(head);
    for (const one of exports) anchors.set(one, anchorOf(one.name));
  }
  return { specifier, file: `${specifier.replace('@graftml/', '').replaceAll('/', '-')}.md`, doc, sections, anchors };
}

/** The page as Markdown; `pages` are all of them, which its declarations may lead to. */
export function textOf(page: Page, pages: readonly Page[]): string {
  const places = new Map<Declaration, string>();
  for (const { file, anchors } of [...pages.filter((other) => other !== page), page])
    for (const [{ name, declarations }, anchor] of anchors)
      for (const one of declarations) places.set(one, `[${name}](${file === page.file ? '' : file}#${anchor})`);
  const linksIn = ({ declarations }: Export): string =>
    [...new Set(declarations.flatMap((one) => usedBy(one)))]
      .filter((used) => !declarations.includes(used))
      .flatMap((used) => places.get(used) ?? [])
      .join(' · ');
  const blocks = page.sections.map(({ head, text, exports }) =>
    [head && `## ${head}`, text, contents(exports, page.anchors), ...exports.map((one) => entryText(one, linksIn(one)))]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  const made = 'Made from the declarations by `npm run -s api`.';
  return `${[`# ${page.specifier}`, page.doc, made, ...blocks].join('\n\n')}\n`;
}

/** The page that lists the others. */
export const indexOf = (pages: readonly Page[]): string => {
  const lines = pages.map(({ specifier, file, doc }) => `- [${specifier}](${file}): ${firstOf(doc)}`);
  return `# What the packages export\n\nMade from the declarations by \`npm run -s api\`.\n\n${lines.join('\n')}\n`;
};

/** The links of a section: a line for each file, with what its docstring says first, and one for all that say nothing. */
function contents(exports: readonly Export[], anchors: ReadonlyMap<Export, string>): string {
  const lines = new Map<string, string[]>();
  for (const one of exports) {
    const title = firstOf(one.declarations[0]!.module.doc);
    lines.set(title, [...(lines.get(title) ?? []), `[${one.name}](#${anchors.get(one)})`]);
  }
  return [...lines].map(([title, links]) => `- ${title && `${title}: `}${links.join(' · ')}`).join('\n');
}

/** The first sentence, in one line, without its stop. */
const firstOf = (doc: string): string =>
  doc
    .split(/(?<=\.)\s|\n\n/)[0]!
    .replaceAll('\n', ' ')
    .replace(/[.:]$/, '');

/** GitHub's names for headings: in small letters, without punctuation, numbered where they come again. */
function newAnchors(headings: readonly string[]): (heading: string) => string {
  const taken = new Map<string, number>();
  const next = (heading: string): string => {
    const anchor = heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
    const count = taken.get(anchor) ?? 0;
    taken.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  };
  headings.forEach(next);
  return next;
}

function entryText({ name, declarations }: Export, links: string): string {
  const docs = declarations.map(({ doc }) => doc).filter((doc) => doc !== '');
  const own = name.split('.').at(-1)!;
  const code = declarations.map((one) => codeOf(one, own)).join('\n\n');
  const parts = [`### ${name}`, ...docs.map(docOf), `\`\`\`ts\n${code}\n\`\`\``, links && `→ ${links}`];
  return parts.filter((part) => part !== '').join('\n\n');
}

const docOf = (doc: string): string => doc.replaceAll('@throws ', 'Throws ').replace(/^@param (\S+) /gm, '`$1`: ');

/** A declaration under the name that it is exported by, with two blanks for four. */
function codeOf({ name, code, members }: Declaration, exported: string): string {
  const text = code
    .replaceAll(/import\("[^"]*"\)\./g, '')
    .replaceAll(/^( {4})+/gm, (blanks) => ' '.repeat(blanks.length / 2))
    .replace(new RegExp(`\\b${name}\\b`), exported);
  if (members.length > 0 && text.split('\n').length > longest)
    return `const ${exported}: {\n${wrapped(members.map((member) => `${member},`))}\n}`;
  return text;
}

/** Words in lines of up to 100 characters. */
function wrapped(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1)!;
    if (last.length + word.length > 100) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last || ' '} ${word}`;
  }
  return lines.join('\n');
}
