'use client';
/** The photos that it finds hardest while it learns, rearranging themselves. */
import type { Photo } from '@graftml/studio';
import { Check, X } from 'lucide-react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { classes } from '../../ui/classes.ts';
import { share } from '../../ui/figures.ts';
import { useFlip } from '../../ui/flip.ts';
import { Section } from '../../ui/section.tsx';
import { Thumb } from '../../ui/thumb.tsx';
import type { Answer } from './show.ts';

const most = 12;

export function Hardest({ answers }: { readonly answers: readonly Answer[] }) {
  const { train: text } = useText();
  const photos = useProject((project) => project.photos);
  const names = useProject((project) => project.classes);
  const nameOf = (id: string | undefined) => names.find((one) => one.id === id)?.name ?? '?';
  const judged = answers.flatMap((answer) => {
    const photo = photos[answer.id];
    return photo ? [{ answer, photo, isWrong: photo.label !== answer.said }] : [];
  });
  const shown = judged.sort(hardestFirst).slice(0, most);
  const wrong = judged.filter(({ isWrong }) => isWrong).length;
  const box = useFlip(shown.map(({ answer }) => answer.id).join());
  return (
    <Section
      title={text.mistakes}
      hint={text.mistakesHint}
      tools={<span className="counts text-small text-soft">{text.wrongNow(wrong, judged.length)}</span>}
    >
      <ul
        ref={box as React.RefObject<HTMLUListElement | null>}
        className="grid grid-cols-3 gap-3 sm:grid-cols-4 lg:grid-cols-6"
      >
        {shown.map(({ answer, photo, isWrong }) => (
          <li key={answer.id} data-flip={answer.id} className="min-w-0 text-small">
            <div
              className={classes(
                'relative aspect-square overflow-hidden rounded-small border-2',
                isWrong ? 'border-wrong' : 'border-transparent',
              )}
            >
              <Thumb id={answer.id} alt={nameOf(photo.label)} />
              <span
                className={classes(
                  'absolute right-1 bottom-1 flex size-5 items-center justify-center rounded-full',
                  isWrong ? 'bg-wrong text-page' : 'bg-accent text-on-accent',
                )}
              >
                {isWrong ? <X size={14} aria-hidden /> : <Check size={14} aria-hidden />}
              </span>
            </div>
            <p className="counts mt-1 truncate">{text.said(nameOf(answer.said), share(answer.probability))}</p>
            {isWrong && <p className="truncate text-faint">{text.shouldBe(nameOf(photo.label))}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface Judged {
  readonly answer: Answer;
  readonly photo: Photo;
  readonly isWrong: boolean;
}

/** Mistakes, the surest first; then what is right, the least sure first. */
const hardestFirst = (a: Judged, b: Judged): number =>
  a.isWrong === b.isWrong
    ? (a.isWrong ? -1 : 1) * (a.answer.probability - b.answer.probability)
    : Number(b.isWrong) - Number(a.isWrong);
