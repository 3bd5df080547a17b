'use client';
/** What can be done now: begin, go on, or look at what came of it. */
import { isUpToDate, type Project, type Unfinished } from '@graftml/studio';
import { ArrowRight, Play, RotateCcw } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { usePlace } from '../../workspace/place.ts';

interface TrainButtonsProps {
  readonly project: Project;
  readonly unfinished: Unfinished | undefined;
  readonly onStart: (from?: Unfinished) => void;
}

export function TrainButtons({ project, unfinished, onStart }: TrainButtonsProps) {
  const { train: text } = useText();
  // One that was stopped has a result, and can go on all the same.
  if (unfinished && isUpToDate(project))
    return (
      <>
        <Button onClick={() => onStart(unfinished)}>
          <Play size={16} aria-hidden />
          {text.goOn}
        </Button>
        <Understand />
      </>
    );
  if (unfinished)
    return (
      <>
        <Button onClick={() => onStart()}>
          <RotateCcw size={16} aria-hidden />
          {text.anew}
        </Button>
        <Button kind="primary" onClick={() => onStart(unfinished)}>
          <Play size={16} aria-hidden />
          {text.goOn}
        </Button>
      </>
    );
  if (isUpToDate(project))
    return (
      <>
        <Button onClick={() => onStart()}>{text.again}</Button>
        <Understand />
      </>
    );
  return (
    <Button kind="primary" onClick={() => onStart()}>
      <Play size={16} aria-hidden />
      {project.trained ? text.again : text.train}
    </Button>
  );
}

function Understand() {
  const { train: text } = useText();
  const [, go] = usePlace();
  return (
    <Button kind="primary" onClick={() => go('understand')}>
      {text.toUnderstand}
      <ArrowRight size={18} aria-hidden />
    </Button>
  );
}
