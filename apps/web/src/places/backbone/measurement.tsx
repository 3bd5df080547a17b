'use client';
/** What was measured: the case that fits, why, and how much the features tell at each cut. */
import { useSession } from '../../state/studio.tsx';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { share } from '../../ui/figures.ts';
import { Section } from '../../ui/section.tsx';
import { Probes } from './probes.tsx';
import { type Reason, reasonsOf } from './reasons.ts';
import { measureTask, useMeasured } from './use-measured.ts';

export function Measurement() {
  const { backbone: text } = useText();
  const session = useSession();
  const { measured, measure, isStale } = useMeasured();
  const sentence = useReasonWords();
  const { project } = session.get();
  if (!measured)
    return (
      <div className="mb-6">
        <TaskLine of={measureTask} />
      </div>
    );
  const { result } = measured;
  const isTaken = project.settings.strategy === result.strategy;
  const take = () => session.apply({ type: 'settings', settings: { strategy: result.strategy, at: undefined } });
  return (
    <Section
      title={text.why(text.strategies[result.strategy].name)}
      term={text.strategies[result.strategy].term}
      tools={
        <div className="flex gap-2">
          <Button size="small" kind="quiet" onClick={measure}>
            {text.measureAgain}
          </Button>
          <Button size="small" onClick={take} disabled={isTaken}>
            {isTaken ? text.taken : text.take}
          </Button>
        </div>
      }
    >
      <TaskLine of={measureTask} />
      {isStale && <p className="mb-3 text-small text-warn">{text.stale}</p>}
      <ul className="mb-4 flex max-w-[70ch] list-disc flex-col gap-1 pl-5 text-body">
        {reasonsOf(result, project).map((reason) => (
          <li key={reason.kind}>{sentence(reason)}</li>
        ))}
      </ul>
      <Probes probes={result.probes} />
    </Section>
  );
}

function useReasonWords(): (reason: Reason) => string {
  const { app, backbone } = useText();
  const { reasons: text } = backbone;
  return (reason) => {
    switch (reason.kind) {
      case 'last':
        return text.last(share(reason.accuracy));
      case 'within':
        return text.within(share(reason.accuracy), share(reason.best), share(reason.margin));
      case 'earlier':
        return text.earlier(share(reason.accuracy), share(reason.last), share(reason.margin));
      case 'perfect':
        return text.perfect(share(reason.accuracy));
      case 'few':
        return text.few(app.photos(reason.photos), app.classes(reason.classes));
      case 'room':
        return text.room(app.photos(reason.photos), share(reason.left));
      case 'chance':
        return text.chance(app.photos(reason.photos), share(reason.accuracy));
    }
  };
}
