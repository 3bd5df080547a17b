/** One page of the reference as Markdown. */
import type { Declaration } from './declarations.ts';
import type { Entry, Export } from './entries.ts';

/** More lines than these of a table's type are shown as the names of its members. */
const longest = 40;

/** `specifier` is what users import from. */
export function pageOf(specifier: string, { doc, groups, behind }: Entry): string {
  const sections = groups.map(({ title, exports }) => {
    const [head = '', tail] = title.replace(/\.$/, '').split(/: (.*)/s);
    return { head, text: tail ? `${tail[0]!.toUpperCase()}${tail.slice(1)}.` : '', exports };
  });
  if (behind.length > 0)
    sections.push({
      head: sections[0]!.head && 'Behind these',
      text: 'What the declarations above name, and nobody imports.',
      exports: behind,
    });
  const anchors = newAnchors([specifier]);
  const blocks = sections.map(({ head, text, exports }) => {
    if (head) anchors(head);
    const links = exports.map((one) => ({ ...one, link: `[${one.name}](#${anchors(one.name)})` }));
    return [head && `## ${head}`, text, contents(links), ...exports.map(entryText)].filter((part) => part).join('\n\n');
  });
  return `${[`# ${specifier}`, doc, 'Made from the declarations by `npm run -s api`.', ...blocks].join('\n\n')}\n`;
}

/** The links of a section: a line for each file, with what its docstring says first, and one for all that say nothing. */
function contents(links: readonly (Export & { readonly link: string })[]): string {
  const lines = new Map<string, string[]>();
  for (const { declarations, link } of links) {
    const title = declarations[0]!.module.doc
      .split(/(?<=\.)\s|\n\n/)[0]!
      .replaceAll('\n', ' ')
      .replace(/[.:]$/, '');
    lines.set(title, [...(lines.get(title) ?? []), link]);
  }
  return [...lines].map(([title, all]) => `- ${title && `${title}: `}${all.join(' · ')}`).join('\n');
}

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

function entryText({ name, declarations }: Export): string {
  const docs = declarations.map(({ doc }) => doc).filter((doc) => doc !== '');
  const own = name.split('.').at(-1)!;
  const code = declarations.map((one) => codeOf(one, own)).join('\n\n');
  return [`### ${name}`, ...docs.map(docOf), `\`\`\`ts\n${code}\n\`\`\``].join('\n\n');
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
