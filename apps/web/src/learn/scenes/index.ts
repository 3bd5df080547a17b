/** What each page computes; loaded when it is wanted. */
import type { PageName } from '../names.ts';
import type { SceneModule } from '../scene.ts';

export const scenes: Readonly<Record<PageName, () => Promise<SceneModule>>> = {
  softmax: () => import('./softmax.ts'),
  perceptron: () => import('./perceptron.ts'),
  descent: () => import('./descent.ts'),
};
