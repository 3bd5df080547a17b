/** `/learn` 页面上的全部中文文字，结构与 `en.ts` 相同。 */
import type { LearnTexts } from './en.ts';
import { answers } from './zh/answers.ts';
import { depth } from './zh/depth.ts';
import { descending } from './zh/descending.ts';
import { frame, parts, shapes } from './zh/frame.ts';
import { learning } from './zh/learning.ts';
import { memory } from './zh/memory.ts';
import { pictures } from './zh/pictures.ts';
import { restraint } from './zh/restraint.ts';

export const zh: LearnTexts = {
  frame,
  parts,
  shapes,
  pages: { ...answers, ...learning, ...descending, ...restraint, ...depth, ...pictures, ...memory },
};
