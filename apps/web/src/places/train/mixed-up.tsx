'use client';
/** The two classes that are mixed up most, and the photos of it. */
import type { Findings } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { share } from '../../ui/figures.ts';
import { Thumb } from '../../ui/thumb.tsx';
import { usePlace } from '../../workspace/place.ts';
import { useWanted, type Wanted } from '../understand/use-looked-at.ts';

const most = 6;

export function MixedUp({ findings }: { readonly findings: Findings }) {
  const { train: text } = useText();
  const [, go] = usePlace();
  const [, want] = useWanted();
  const look = (wanted: Wanted) => {
    want(() => wanted);
    go('understand');
  };
  const { mixUps, mistakes, classes } = findings;
  const [worst] = mixUps;
  if (!worst) return null;
  const nameOf = (id: string) => classes.find((one) => one.id === id)?.name ?? id;
  const [a, b] = worst.classes;
  const pair = mistakes.filter(({ label, said }) => worst.classes.includes(label) && worst.classes.includes(said));
  const shown = pair.slice(0, most);
  const sentence =
    worst.counts[1] === 0 ? text.result.takes(nameOf(a), nameOf(b)) : text.result.mixes(nameOf(a), nameOf(b));
  return (
    <div className="mt-6">
      <p className="mb-3 text-title">
        {sentence}{' '}
        <button
          type="button"
          onClick={() => look({ of: { kind: 'pair', classes: worst.classes } })}
          className="font-semibold text-accent underline-offset-4 hover:underline"
        >
          {text.result.look(shown.length)}
        </button>
      </p>
      <ul className="grid grid-cols-3 gap-3 sm:grid-cols-6">
        {shown.map(({ id, label, said, probability }) => (
          <li key={id} className="min-w-0 text-small">
            <button
              type="button"
              onClick={() => look({ of: { kind: 'cell', label, said }, id })}
              className="block aspect-square w-full overflow-hidden rounded-small"
            >
              <Thumb id={id} alt={text.shouldBe(nameOf(label))} />
            </button>
            <p className="counts mt-1 truncate">{text.said(nameOf(said), share(probability))}</p>
            <p className="truncate text-faint">{text.shouldBe(nameOf(label))}</p>
          </li>
        ))}
      </ul>
      {mistakes.length > shown.length && (
        <Button size="small" kind="quiet" className="mt-2" onClick={() => look({ of: { kind: 'mistakes' } })}>
          {text.allMistakes} ({mistakes.length})
        </Button>
      )}
    </div>
  );
}
