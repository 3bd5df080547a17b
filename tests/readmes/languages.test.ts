/** The README in Chinese says what the one in English says: the same commands, figures, tables and links, in the same order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../architecture/sources.ts';

const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((page) => readFileSync(join(root, page), 'utf8'));

const blocks = (page: string): string[] => page.match(/^```.*?^```$/gms) ?? [];
const prose = (page: string): string => page.replaceAll(/^```.*?^```$/gms, '');
const all = (page: string, pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([found]) => found);

/** Comments are in the language of the page. */
const withoutComments = (block: string): string => block.replaceAll(/\s+(#|\/\/) .*$/gm, '');

/** But for those that lead from one to the other. */
const links = (page: string): string[] => all(page, /\]\([^)]*\)/g).filter((link) => !/README\.(md|zh)/.test(link));

it.each<[string, (page: string) => unknown]>([
  ['code', (page) => blocks(page).map(withoutComments)],
  [
    'what is set as code, counted',
    (page) =>
      all(prose(page), /`[^`]+`/g)
        .map((code) => code.replaceAll(/\s+/g, ' '))
        .sort(),
  ],
  ['links, counted', (page) => links(prose(page)).sort()],
  ['headings', (page) => all(prose(page), /^#+/gm)],
  ['figures of tables', (page) => all(prose(page), /^\|.*$/gm).map((row) => all(row, /\d[\d.,]*\d|\d/g))],
  ['figures of the text, counted', (page) => all(prose(page), /\d+[.,]?\d+/g).sort()],
])('has the same %s', (_, of) => {
  expect(of(chinese!)).toEqual(of(english!));
});

it('has every comment in its own language', () => {
  const comments = blocks(chinese!).flatMap((block) => all(block, /(?<=\s)(#|\/\/) .*$/gm));
  expect(comments.length).toBeGreaterThan(10);
  expect(comments.filter((comment) => !/\p{Script=Han}/u.test(comment))).toEqual([]);
});
