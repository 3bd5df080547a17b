/** Everything that is said on the pages of `/learn`, in English. `zh.ts` says the same. */
import type { PageName } from '../names.ts';
import { answers } from './en/answers.ts';
import { depth } from './en/depth.ts';
import { descending } from './en/descending.ts';
import { frame, parts, shapes } from './en/frame.ts';
import { learning } from './en/learning.ts';
import { memory } from './en/memory.ts';
import { pictures } from './en/pictures.ts';
import { restraint } from './en/restraint.ts';
import type { PageText } from './page-text.ts';

const pages = {
  ...answers,
  ...learning,
  ...descending,
  ...restraint,
  ...depth,
  ...pictures,
  ...memory,
} satisfies Record<PageName, PageText>;

export const en = { frame, parts, shapes, pages };

export type LearnTexts = typeof en;
