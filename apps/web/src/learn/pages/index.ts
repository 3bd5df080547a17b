/** All pages by name. */
import type { PageName } from '../names.ts';
import type { AnyPage } from '../page.ts';
import { page as descent } from './descent.tsx';
import { page as perceptron } from './perceptron.tsx';
import { page as softmax } from './softmax.tsx';

export const pages: Readonly<Record<PageName, AnyPage>> = {
  softmax,
  perceptron,
  descent,
};
