'use client';
import type { Explained, Judgement, Photo } from '@graftml/studio';
import type { ModelClass } from '../../state/model-classes.ts';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { percentOf } from '../../ui/answer-bars.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';

export interface SaidProps {
  readonly photo: Photo;
  readonly explained: Explained | undefined;
  /** Known before it is explained. */
  readonly judged: Judgement | undefined;
  readonly classes: readonly ModelClass[];
}

/** "It says blight (97 %), you said rust." */
export function Said({ photo, explained, judged, classes }: SaidProps) {
  const { understand } = useText();
  const own = useProject((project) => project.classes);
  const told = explained
    ? {
        said: classes.find((one) => one.label === explained.prediction.label),
        probability: explained.prediction.probability,
      }
    : judged && { said: classes.find((one) => one.id === judged.said), probability: judged.probability };
  const place = own.findIndex((one) => one.id === photo.label);
  const agree = told?.said !== undefined && told.said.id === photo.label;
  return (
    <p className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 text-body">
      {told?.said && (
        <>
          <span className="inline-flex items-center gap-1.5 font-semibold">
            <ClassMark index={told.said.index} />
            {understand.says(told.said.name)}
          </span>
          <span className="counts text-soft">
            {percentOf(told.probability)}
            {explained?.unsure && ` · ${understand.unsure}`}
          </span>
        </>
      )}
      <span className="inline-flex items-center gap-1.5 text-soft">
        {agree ? (
          understand.agreed
        ) : (
          <>
            {place >= 0 && <ClassMark index={place} />}
            {place >= 0 ? understand.youSay(own[place]!.name) : understand.unsorted}
          </>
        )}
      </span>
    </p>
  );
}
