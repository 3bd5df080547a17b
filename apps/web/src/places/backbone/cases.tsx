'use client';
/** The four cases of transfer learning: few photos or many, of things that the network knows the like of or not. */
import type { Strategy } from '@graftml/vision';
import { Check } from 'lucide-react';
import { useId } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { classes } from '../../ui/classes.ts';
import { CasePicture } from './case-picture.tsx';

const rows = [
  { about: 'alike', cases: ['head', 'fine-tune'] },
  { about: 'unlike', cases: ['earlier', 'scratch'] },
] as const satisfies readonly { about: 'alike' | 'unlike'; cases: readonly Strategy[] }[];

export function Cases({ recommended }: { readonly recommended: Strategy | undefined }) {
  const { backbone: text } = useText();
  const name = useId();
  return (
    <fieldset>
      <legend className="sr-only">{text.cases}</legend>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {rows.flatMap(({ about, cases }) =>
          cases.map((strategy, i) => (
            <Case
              key={strategy}
              group={name}
              strategy={strategy}
              when={`${i === 0 ? text.fewPhotos : text.manyPhotos} ${text[about]}`}
              isRecommended={strategy === recommended}
            />
          )),
        )}
      </div>
      <div className="mt-3">
        <Case group={name} strategy="auto" isRecommended={false} />
      </div>
    </fieldset>
  );
}

interface CaseProps {
  readonly group: string;
  readonly strategy: Strategy;
  /** Which of the four it is. */
  readonly when?: string;
  readonly isRecommended: boolean;
}

function Case({ group, strategy, when, isRecommended }: CaseProps) {
  const { backbone: text } = useText();
  const session = useSession();
  const isChosen = useProject(({ settings }) => settings.strategy === strategy);
  const { name, term, what } = text.strategies[strategy];
  const choose = () =>
    session.apply({
      type: 'settings',
      settings: { strategy, ...((strategy === 'earlier' || strategy === 'auto') && { at: undefined }) },
    });
  return (
    <label
      className={classes(
        'relative flex gap-4 rounded-card border p-4 transition-colors duration-150 ease-calm has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong',
      )}
    >
      <input type="radio" name={group} checked={isChosen} onChange={choose} className="sr-only" />
      {when && <CasePicture strategy={strategy} />}
      <span className="min-w-0 flex-1 text-small">
        {when && <span className="block text-faint">{when}</span>}
        <span className="font-semibold text-body">{name}</span> <span className="text-faint">{term}</span>
        <span className={classes('text-soft', when ? 'block' : 'ml-2')}>{what}</span>
      </span>
      <span className="flex flex-col items-end gap-1 text-small">
        {isChosen && <Check size={20} aria-hidden className="text-accent" />}
        {isRecommended && (
          <span className="rounded-full bg-accent px-2 py-0.5 font-medium text-on-accent">{text.recommended}</span>
        )}
      </span>
    </label>
  );
}
