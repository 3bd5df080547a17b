/** How much of a network is used and learns, in a few strokes. */
import type { Strategy } from '@graftml/vision';
import { classes } from '../../ui/classes.ts';

const heights = [34, 28, 22, 16, 12];

/** How many of the blocks are used. */
const used: Readonly<Record<Strategy, number>> = { head: 5, earlier: 3, 'fine-tune': 5, scratch: 5, auto: 5 };

export function CasePicture({ strategy }: { readonly strategy: Strategy }) {
  const learns = strategy === 'fine-tune' || strategy === 'scratch';
  return (
    <span aria-hidden className="flex h-10 shrink-0 items-center gap-[3px]">
      {heights.map((height, i) => (
        <span
          key={height}
          style={{ height }}
          className={classes(
            'w-1.5 rounded-[2px]',
            i >= used[strategy]
              ? 'border border-line-strong border-dashed'
              : strategy === 'scratch'
                ? 'bg-accent'
                : learns
                  ? 'bg-accent/45'
                  : 'bg-line-strong',
          )}
        />
      ))}
      <span className="ml-1 h-6 w-2 rounded-[2px] bg-accent" />
    </span>
  );
}
