'use client';
/** The training: what it lacks, what it will do, how it goes, and what came of it. */
import { isUpToDate } from '@graftml/studio';
import { SlidersHorizontal, Square } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useProject } from '../../state/studio.tsx';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Lacking } from './lacking.tsx';
import { missingOf } from './missing.ts';
import { Plan } from './plan.tsx';
import { Result } from './result.tsx';
import { Running } from './running.tsx';
import { SettingsDrawer } from './settings-drawer.tsx';
import { TrainButtons } from './train-buttons.tsx';
import { unfinishedInWords } from './unfinished-in-words.ts';
import { trainTask, useTraining, useUnfinished } from './use-training.ts';

export function TrainPlace() {
  const { app, places, backbone, train: text } = useText();
  const project = useProject((all) => all);
  const { start, startHere, stop, show, isRunning, isStopping, hasFailed } = useTraining();
  const unfinished = useUnfinished(isRunning);
  const [isOpen, setOpen] = useState(false);
  const { settings, trained } = project;
  // Drawn again with every piece of progress, and there may be ten thousand photos.
  const missing = useMemo(() => missingOf(project), [project]);
  const isLearning = isRunning && show !== undefined;
  const keepsBest = show?.phase === 'learn' && settings.strategy !== 'head' && settings.strategy !== 'earlier';
  return (
    <PlacePage
      title={places.train}
      hint={text.hint(backbone.strategies[settings.strategy].name, settings.backbone.name)}
      tools={
        <Button size="small" onClick={() => setOpen(true)} disabled={isRunning}>
          <SlidersHorizontal size={16} aria-hidden />
          {text.advanced}
        </Button>
      }
      note={unfinished && !missing && unfinishedInWords(unfinished, text).statement}
      primary={
        isLearning ? (
          <Button kind="primary" onClick={stop} disabled={isStopping}>
            <Square size={16} aria-hidden />
            {keepsBest ? text.stop : app.stop}
          </Button>
        ) : (
          !missing && <TrainButtons project={project} unfinished={unfinished} onStart={start} />
        )
      }
    >
      {hasFailed && (
        <div className="mb-6">
          <TaskLine of={trainTask}>
            {settings.device === 'server' && (
              <Button size="small" onClick={startHere}>
                {text.here}
              </Button>
            )}
          </TaskLine>
        </div>
      )}
      {isLearning ? (
        <Running show={show} isStopping={isStopping} onHere={startHere} />
      ) : missing && !trained ? (
        <Lacking missing={missing} />
      ) : (
        <>
          {trained && <Result project={project} trained={trained} />}
          {missing ? (
            <Lacking missing={missing} />
          ) : (
            (unfinished || !isUpToDate(project)) && <Plan project={project} unfinished={unfinished} />
          )}
        </>
      )}
      <SettingsDrawer open={isOpen} onClose={() => setOpen(false)} />
    </PlacePage>
  );
}
