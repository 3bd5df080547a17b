'use client';
/** The result in words, before any number. */
import type { Findings } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { aboutShare, range, tellsLittle } from './about.ts';

export function ResultSentence({ findings }: { readonly findings: Findings }) {
  const { app, train } = useText();
  const { result: text } = train;
  const { accuracy, interval, n } = findings;
  if (accuracy === undefined || !interval) return null;
  const told =
    accuracy === 1
      ? text.all(app.photos(n), range(interval))
      : accuracy === 0
        ? text.none(app.photos(n))
        : text.share(...aboutShare(accuracy), range(interval));
  return (
    <>
      <p className="text-balance font-semibold text-display tracking-tight">{told}</p>
      <p className="mt-1 text-soft text-small">
        {text.trainJudged}
        {tellsLittle(n, interval) && <span className="ml-2 text-warn">{text.few(app.photos(n))}</span>}
      </p>
    </>
  );
}
