'use client';
/** Photos of the project, and what becomes of them. */
import { Dices } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Section } from '../../ui/section.tsx';
import { Skeleton, Trouble } from '../../ui/states.tsx';
import { useSheet } from './use-sheet.ts';
import { type Word, wordsOf } from './words.ts';

interface ContactSheetProps {
  readonly spec: string;
  readonly epoch: number;
  readonly onAgain: () => void;
}

export function ContactSheet({ spec, epoch, onAgain }: ContactSheetProps) {
  const { augment: text } = useText();
  const [{ url, isOld, error }, retry] = useSheet(spec, epoch);
  const names = (Object.keys(wordsOf(spec).on) as Word[]).map((word) => text.words[word].name);
  return (
    <Section
      title={text.sheet}
      term={text.sheetTerm}
      tools={
        <Button size="small" onClick={onAgain} disabled={spec === ''}>
          <Dices size={16} aria-hidden />
          {text.again}
        </Button>
      }
    >
      {error !== undefined && <Trouble title={text.failed} error={error} onRetry={retry} />}
      {url ? (
        // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
        <img
          src={url}
          alt={text.alt(names.join(', ') || text.nothing)}
          className={classes('w-full rounded-small transition-opacity duration-150 ease-calm', isOld && 'opacity-60')}
        />
      ) : (
        error === undefined && <Skeleton className="aspect-4/3 w-full" />
      )}
      <p className="mt-2 text-faint text-small">← {text.original}</p>
    </Section>
  );
}
