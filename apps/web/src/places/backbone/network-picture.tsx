'use client';
/** The network from a photo to the classes, and where it is cut: each block can be chosen. */
import type { Prepared } from '@graftml/studio';
import { useId } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { classes } from '../../ui/classes.ts';
import { shapeOf, share } from '../../ui/figures.ts';
import { blocksOf, cutAt, isList, shownCuts, widthOf, withEnd } from './cuts.ts';
import { FirstPhoto } from './first-photo.tsx';
import { HeadBlock } from './head-block.tsx';

/** More would be too thin to be hit. */
const most = 26;

export function NetworkPicture({ prepared }: { readonly prepared: Prepared }) {
  const { backbone: text } = useText();
  const session = useSession();
  const { strategy, at } = useProject(({ settings }) => settings);
  const name = useId();
  const isMeasured = strategy === 'earlier' || strategy === 'auto';
  const cuts = withEnd(prepared, text.end);
  const chosen = cutAt(cuts, at);
  const blocks = blocksOf(shownCuts(cuts, chosen, most));
  const last = blocks.findIndex(({ cut }) => cut === chosen);
  const learns = strategy === 'fine-tune' || strategy === 'scratch';
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{text.picture}</legend>
      <div className="overflow-x-auto pt-2 pb-3">
        <div className="flex min-w-max items-center gap-1.5">
          <FirstPhoto />
          {blocks.map(({ cut, height, width }, i) => (
            <label
              key={cut.at}
              title={`${cut.at} · ${shapeOf(cut)}`}
              className="group relative flex h-36 min-w-6 max-w-12 flex-1 items-center justify-center rounded-small hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={i === last && !isMeasured}
                aria-label={text.cut(cut.at, shapeOf(cut), share(cut.weightsBefore))}
                onChange={() =>
                  session.apply({
                    type: 'settings',
                    settings: { at: cut.isUsual ? undefined : cut.at, ...(isMeasured && { strategy: 'head' }) },
                  })
                }
              />
              <span
                style={{ height: isList(cut) ? 64 : height, width: isList(cut) ? 8 : width }}
                className={classes(
                  'rounded-[4px] border transition-colors duration-150 ease-calm',
                  isMeasured || i <= last
                    ? learns
                      ? 'border-accent/50 bg-accent-soft group-hover:border-accent'
                      : 'border-line-strong bg-line group-hover:border-soft'
                    : 'border-line border-dashed group-hover:border-line-strong',
                )}
              />
              {i === last && !isMeasured && (
                <span aria-hidden className="absolute inset-y-1 -right-1 border-accent border-r-2 border-dashed" />
              )}
            </label>
          ))}
          <HeadBlock />
        </div>
      </div>
      <p className="counts text-small text-soft">
        {isMeasured || !chosen ? (
          text.measuredCut
        ) : (
          <>
            {text.cutHere(widthOf(chosen).toLocaleString(), share(chosen.weightsBefore))}{' '}
            <span className="text-faint">
              {chosen.at}
              {chosen.isUsual && ` · ${text.usual}`}
            </span>
          </>
        )}
      </p>
    </fieldset>
  );
}
