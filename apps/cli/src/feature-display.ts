/** Features as they are computed: what was known from before, and then a live line with the time that is left. */
import type { FeatureProgress } from '@graftml/vision';
import { counter } from './output/bar.ts';
import { count, counted } from './output/format.ts';
import type { Screen } from './output/screen.ts';

export function featureDisplay(screen: Screen) {
  let counting: ReturnType<typeof counter> | undefined;
  let known = 0;
  return {
    show({ done, total, found, spoilt }: FeatureProgress): void {
      if (counting) {
        // Only what is computed now says how long the rest takes.
        const share = (done - known) / Math.max(1, total - known);
        counting.at(done - known, share);
        return;
      }
      counting = counter(screen, 'Features', 'pictures');
      known = found;
      if (found > 0) screen.fact('Features', `${count(found)} of ${counted(total, 'picture')} known from before`);
      if (spoilt > 0) screen.fact('', `${counted(spoilt, 'file')} of the cache were damaged, and are computed anew`);
    },
    /** How many were known from before. */
    found: () => known,
    end: () => screen.clear(),
  };
}
