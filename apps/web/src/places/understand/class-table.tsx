'use client';
/** How well each class is told, with how far that can be trusted. */
import type { ClassFindings } from '@graftml/studio';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { percentOf } from '../../ui/answer-bars.tsx';
import { classColour } from '../../ui/class-colours.ts';
import { ClassName } from '../../ui/class-name.tsx';
import { Tip } from '../../ui/tip.tsx';
import { Card } from './card.tsx';
import type { LookedOf } from './looked-at.ts';
import type { Found } from './understand-place.tsx';

/** A figure of fewer photos hangs on a handful. */
const few = 10;

export interface ClassTableProps {
  readonly findings: Found;
  readonly onOpen: (of: LookedOf) => void;
}

/** Those that are told worst come first. */
export function ClassTable({ findings, onOpen }: ClassTableProps) {
  const { classes } = useText().understand;
  const own = useProject((project) => project.classes);
  const rows = [...findings.perClass].sort((a, b) => (a.recall ?? 2) - (b.recall ?? 2));
  return (
    <Card title={classes.title} hint={classes.hint}>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-small">
          <thead className="text-left text-soft">
            <tr className="border-line border-b">
              <th className="py-2 pr-3 font-medium">{classes.name}</th>
              <th className="py-2 pr-3 text-right font-medium">{classes.photos}</th>
              <Head name={classes.found} term={classes.foundTerm} hint={classes.foundHint} />
              <Head name={classes.right} term={classes.rightTerm} hint={classes.rightHint} />
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => {
              const index = own.findIndex(({ id }) => id === one.id);
              return (
                <tr key={one.id} className="border-line border-b last:border-0">
                  <td className="max-w-36 py-2 pr-3">
                    <button
                      type="button"
                      disabled={one.n === 0}
                      onClick={() => onOpen({ kind: 'class', label: one.id })}
                      className="flex max-w-full rounded-small enabled:hover:text-accent"
                    >
                      <ClassName index={index} name={one.name} />
                    </button>
                  </td>
                  <td className="counts py-2 pr-3 text-right whitespace-nowrap">
                    {one.n > 0 && one.n < few && (
                      <Tip text={classes.fewHint}>
                        <span className="mr-2 rounded-[4px] bg-warn-soft px-1 text-warn">{classes.few}</span>
                      </Tip>
                    )}
                    {one.n}
                  </td>
                  <Share share={one.recall} interval={one.recallInterval} index={index} none={classes.unjudged} />
                  <Share share={one.precision} interval={one.precisionInterval} index={index} none={classes.unsaid} />
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const Head = ({ name, term, hint }: { readonly name: string; readonly term: string; readonly hint: string }) => (
  <th className="min-w-36 py-2 pr-3 font-medium">
    <Tip text={hint}>
      <span>
        {name} <span className="font-normal text-faint">{term}</span>
      </span>
    </Tip>
  </th>
);

interface ShareProps {
  readonly share: number | undefined;
  readonly interval: ClassFindings['recallInterval'];
  readonly index: number;
  /** What is said where there is none. */
  readonly none: string;
}

function Share({ share, interval, index, none }: ShareProps) {
  if (share === undefined || !interval) return <td className="py-2 pr-3 text-faint">{none}</td>;
  const [low, high] = interval;
  return (
    <td className="py-2 pr-3">
      <span className="flex items-center gap-3">
        <span className="relative h-2.5 min-w-20 flex-1 rounded-full bg-sunken">
          <span
            className="absolute inset-y-0 left-0 rounded-full"
            style={{ width: `${share * 100}%`, background: classColour(index) }}
          />
          <span
            className="absolute top-1/2 h-px bg-ink"
            style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
          />
          {[low, high].map((end) => (
            <span key={end} className="absolute top-0 h-full w-px bg-ink" style={{ left: `${end * 100}%` }} />
          ))}
        </span>
        <span className="counts w-12 text-right" title={`${percentOf(low)} – ${percentOf(high)}`}>
          {percentOf(share)}
        </span>
      </span>
    </td>
  );
}
