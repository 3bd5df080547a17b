/** The code of an example as it is in its file, cut into pieces by what they are. Read on the server: nothing of this reaches a page but the pieces. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type PieceKind = 'plain' | 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'call';
export type Piece = readonly [kind: PieceKind, text: string];

/** Looked for from the folder in which the application is built and served. */
export function examplesFolder(from = process.cwd()): string {
  const here = join(/* turbopackIgnore: true */ from, 'examples');
  if (existsSync(join(/* turbopackIgnore: true */ here, 'src/examples.ts'))) return here;
  const above = dirname(from);
  if (above === from) throw new Error(`there is no folder 'examples' above ${process.cwd()}`);
  return examplesFolder(above);
}

export const sourceOf = (name: string): string =>
  readFileSync(join(/* turbopackIgnore: true */ examplesFolder(), `src/${name}.ts`), 'utf8');

const keywords = new Set(
  (
    'as async await break case catch class const continue default do else export extends false finally for from function get ' +
    'if implements import in instanceof interface keyof let new null of readonly return satisfies set static super switch this ' +
    'throw true try type typeof undefined void while yield'
  ).split(' '),
);

const pattern =
  /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|(?<template>`)|(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[A-Za-z_$][\w$]*)(?<called>(?=\())?|(?<open>\{)|(?<close>\})/g;

/** All of it, in order. */
export function piecesOf(source: string): Piece[] {
  const pieces: [PieceKind, string][] = [];
  const add = (kind: PieceKind, text: string) => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.[0] === kind) last[1] += text;
    else pieces.push([kind, text]);
  };
  /** Up to the brace that closes, or to the end; gives where that is. */
  const code = (from: number): number => {
    let [at, depth] = [from, 0];
    while (at < source.length) {
      pattern.lastIndex = at;
      const found = pattern.exec(source);
      if (!found) break;
      add('plain', source.slice(at, found.index));
      const { comment, string, template, number, word, called, open, close } = found.groups!;
      if (close !== undefined && depth === 0) return found.index;
      at = found.index + found[0].length;
      if (template !== undefined) at = templateFrom(found.index);
      else if (comment !== undefined) add('comment', comment);
      else if (string !== undefined) add('string', string);
      else if (number !== undefined) add('number', number);
      else if (word !== undefined) add(kindOf(word, called !== undefined), word);
      else add('plain', found[0]);
      depth += open !== undefined ? 1 : close !== undefined ? -1 : 0;
    }
    add('plain', source.slice(at));
    return source.length;
  };
  const templateFrom = (from: number): number => {
    let [at, begun] = [from + 1, from];
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') at += 2;
      else if (source.startsWith('${', at)) {
        add('string', source.slice(begun, at));
        add('plain', '${');
        begun = code(at + 2);
        at = begun;
        add('plain', '}');
        at = begun + 1;
        begun = at;
      } else at++;
    }
    add('string', source.slice(begun, at + 1));
    return at + 1;
  };
  code(0);
  return pieces;
}

const kindOf = (word: string, isCalled: boolean): PieceKind =>
  keywords.has(word) ? 'keyword' : isCalled ? 'call' : /^[A-Z][a-z]/.test(word) ? 'type' : 'plain';
