import { classColour } from './class-colours.ts';
import { classes } from './classes.ts';

export interface ClassMarkProps {
  /** Of the class, among the project's; -1 for unsorted photos. */
  readonly index: number;
  readonly className?: string;
}

/** The colour of a class with its number, which is also the key that labels. */
export const ClassMark = ({ index, className }: ClassMarkProps) => (
  <span
    aria-hidden
    style={{ background: classColour(index) }}
    className={classes(
      'counts inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-[5px] px-1 font-semibold text-[0.75rem] text-on-class leading-none',
      className,
    )}
  >
    {index < 0 ? '?' : index + 1}
  </span>
);
