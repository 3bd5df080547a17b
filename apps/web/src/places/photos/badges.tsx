/** What stands in the corners of a photo. */
import type { Guess } from '@graftml/studio';
import { ClassMark } from '../../ui/class-mark.tsx';
import { classes } from '../../ui/classes.ts';

export const GuessBadge = ({
  guess,
  index,
  name,
}: {
  readonly guess: Guess;
  readonly index: number;
  readonly name: string;
}) => (
  <span className="absolute inset-x-0 bottom-0 flex items-center gap-1 bg-black/65 p-1 text-white text-xs">
    <ClassMark index={index} className="!h-4 !min-w-4 !text-[0.6875rem]" />
    <span className="min-w-0 flex-1 truncate">{name}</span>
    <span className="counts">{Math.round(guess.probability * 100)} %</span>
  </span>
);

export const PartBadge = ({ label, pinned }: { readonly label: string; readonly pinned: boolean }) => (
  <span
    className={classes(
      'absolute right-1 bottom-1 rounded-[4px] px-1 text-xs leading-4.5',
      pinned ? 'bg-accent text-on-accent' : 'bg-black/65 text-white',
    )}
  >
    {label}
  </span>
);
