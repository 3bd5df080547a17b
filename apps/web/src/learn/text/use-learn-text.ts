'use client';
import { useSpoken } from '../../text/text.tsx';
import { en, type LearnTexts } from './en.ts';
import { zh } from './zh.ts';

const all = { en, zh };

export const useLearnText = (): LearnTexts => all[useSpoken().language];

/** What is said within the picture of a page. */
export const useWords = <Name extends keyof LearnTexts['pages']>(name: Name): LearnTexts['pages'][Name]['words'] =>
  useLearnText().pages[name].words;
