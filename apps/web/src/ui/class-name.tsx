import { ClassMark } from './class-mark.tsx';
import { classes } from './classes.ts';

export interface ClassNameProps {
  readonly index: number;
  readonly name: string;
  readonly className?: string;
}

/** A class as it is told everywhere: its mark and its name, on one line. */
export const ClassName = ({ index, name, className }: ClassNameProps) => (
  <span className={classes('inline-flex min-w-0 items-center gap-1.5 align-middle', className)}>
    <ClassMark index={index} />
    <span className="truncate">{name}</span>
  </span>
);
