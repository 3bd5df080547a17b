'use client';
import type { Explained } from '@graftml/studio';
import type { ModelClass } from '../../../state/model-classes.ts';
import { useText } from '../../../text/text.tsx';
import { percentOf } from '../../../ui/answer-bars.tsx';
import { ClassMark } from '../../../ui/class-mark.tsx';

export interface AnswerProps {
  readonly explained: Explained;
  readonly classes: readonly ModelClass[];
  readonly threshold: number | undefined;
}

/** What it says, in large; or that it had better not. */
export function Answer({ explained: { prediction, unsure }, classes, threshold }: AnswerProps) {
  const { use } = useText();
  const known = classes.find((one) => one.label === prediction.label);
  if (unsure)
    return (
      <p>
        <span className="font-semibold text-title text-warn">{use.try.unsure}</span>
        {threshold !== undefined && <span className="block text-small text-soft">{use.try.unsureHint(threshold)}</span>}
      </p>
    );
  return (
    <p className="flex items-center gap-2 font-semibold text-title">
      <ClassMark index={known?.index ?? -1} />
      <span className="truncate">{known?.name ?? prediction.label}</span>
      <span className="counts ml-auto font-normal text-soft">{percentOf(prediction.probability)}</span>
    </p>
  );
}
