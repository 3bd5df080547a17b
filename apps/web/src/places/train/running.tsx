'use client';
/** A training that is under way: its phases, how far it is, its curves, and what it finds hardest. */
import { Check, ServerOff } from 'lucide-react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Progress } from '../../ui/progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Curves } from './curves.tsx';
import { DeviceLine } from './device-line.tsx';
import { Hardest } from './hardest.tsx';
import { phasesOf, type Show } from './show.ts';

interface RunningProps {
  readonly show: Show;
  readonly isStopping: boolean;
  /** Begins in the browser instead. */
  readonly onHere: () => void;
}

export function Running({ show, isStopping, onHere }: RunningProps) {
  const { train: text } = useText();
  const { phase, done, total, found, epoch, epochs, now, answers } = show;
  const detail = epoch
    ? [text.epoch(epoch.at, epoch.of), epoch.perSecond > 0 && text.perSecond(rounded(epoch.perSecond))]
    : [
        total !== undefined && (phase === 'send' ? megabytes(done, total) : `${done} / ${total}`),
        found ? text.found(found.toLocaleString()) : undefined,
      ];
  return (
    <>
      <Section title={text.task} tools={<Phases now={phase} />}>
        <Progress
          label={text.phases[phase]}
          done={done}
          total={total}
          detail={detail.filter(Boolean).join(' · ')}
          stopping={isStopping}
        />
        {show.isAway && (
          <div role="alert" className="mt-4 flex flex-wrap items-center gap-3 rounded-card bg-warn-soft p-3 text-small">
            <ServerOff size={18} aria-hidden className="shrink-0 text-warn" />
            <span className="min-w-0 flex-1">{text.onServer.lost}</span>
            <Button size="small" onClick={onHere}>
              {text.here}
            </Button>
          </div>
        )}
        <div className="mt-4">
          <DeviceLine running={show.device} />
        </div>
      </Section>
      {(epochs.length > 0 || now) && <Curves epochs={epochs} now={now} of={epoch?.of ?? epochs.length} />}
      {answers.length > 0 && <Hardest answers={answers} />}
    </>
  );
}

const megabytes = (done: number, total: number): string =>
  `${(done / 1e6).toFixed(1)} / ${(total / 1e6).toFixed(1)} MB`;

const rounded = (n: number): string => (n < 10 ? n.toFixed(1) : Math.round(n).toLocaleString());

function Phases({ now }: { readonly now: Show['phase'] }) {
  const { train: text } = useText();
  const settings = useProject((project) => project.settings);
  const list = phasesOf(settings);
  const at = list.indexOf(now);
  return (
    <ol className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small">
      {list.map((phase, i) => (
        <li
          key={phase}
          aria-current={i === at ? 'step' : undefined}
          className={classes(
            'flex items-center gap-1.5',
            i < at ? 'text-soft' : i === at ? 'font-medium text-accent' : 'text-faint',
          )}
        >
          {i < at ? (
            <Check size={14} aria-hidden />
          ) : (
            <span aria-hidden className={classes('size-2 rounded-full', i === at ? 'bg-accent' : 'bg-line-strong')} />
          )}
          {text.phases[phase]}
        </li>
      ))}
    </ol>
  );
}
