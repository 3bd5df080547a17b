'use client';
import type { ClassId, PhotoId } from '@graftml/studio';
/** The column of photos that nobody has named yet: how to begin, and what is guessed. */
import { newId } from '@graftml/studio';
import { Check, Inbox } from 'lucide-react';
import { useProject, useSession } from '../../state/studio.tsx';
import { TaskLine, useTask } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDone } from './use-done.ts';
import type { GuessesNow } from './use-guesses.ts';

/** Guesses of at least that probability are taken together. */
const sure = 0.9;
/** Of few photos nobody knows that all would be right. */
const mostSaid = 0.99;

export function UnsortedHead({ count, guesses }: { readonly count: number; readonly guesses: GuessesNow }) {
  const { app, photos: text } = useText();
  const session = useSession();
  const done = useDone();
  const classes = useProject((project) => project.classes);
  const failed = useTask('guess')?.status === 'failed';
  const certain = [...guesses.of.values()].filter(({ probability }) => probability >= sure);
  const accept = () => {
    const joins = newId();
    const byClass = new Map<ClassId, PhotoId[]>();
    for (const { id, label } of certain) byClass.set(label, [...(byClass.get(label) ?? []), id]);
    for (const [label, ids] of byClass) session.apply({ type: 'label', ids, label }, { joins });
    done(text.accepted(certain.length));
  };
  const hint =
    classes.length < 2
      ? text.unsortedNoClasses
      : guesses.of.size === 0
        ? text.unsortedHint
        : guesses.accuracy === undefined
          ? text.guessed
          : text.guessedWith(app.percent(Math.min(guesses.accuracy, mostSaid)));
  return (
    <header className="flex shrink-0 flex-col gap-2 p-2 pl-3">
      <div className="flex items-center gap-2 font-medium text-body leading-8">
        <Inbox size={18} className="text-soft" aria-hidden />
        <span className="flex-1">{text.unsorted}</span>
        <span className="counts px-1 font-normal text-small text-soft">{count.toLocaleString()}</span>
      </div>
      <p className="text-small text-soft">{hint}</p>
      {failed && <TaskLine of="guess" />}
      {certain.length > 0 && (
        <Button size="small" onClick={accept} className="self-start">
          <Check size={16} aria-hidden />
          {text.accept(certain.length)}
        </Button>
      )}
    </header>
  );
}
