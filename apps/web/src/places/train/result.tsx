'use client';
/** What came of the training: a sentence, the photos that show it, then figures and curves. */
import { findingsOf, isUpToDate, type Project, type Trained } from '@graftml/studio';
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useText } from '../../text/text.tsx';
import { Curves } from './curves.tsx';
import { Figures } from './figures.tsx';
import { MixedUp } from './mixed-up.tsx';
import { ResultSentence } from './result-sentence.tsx';

interface ResultProps {
  readonly project: Project;
  readonly trained: Trained;
}

export function Result({ project, trained }: ResultProps) {
  const { train: text } = useText();
  const findings = useMemo(() => findingsOf(project), [project]);
  const { history, bestEpoch, reasons } = trained;
  return (
    <>
      <section className="mb-6 rounded-card border border-line bg-surface p-4 shadow-rest sm:p-6">
        {!isUpToDate(project) && (
          <p className="mb-4 flex items-center gap-2 text-small text-warn">
            <TriangleAlert size={16} aria-hidden />
            {text.changedSince}
          </p>
        )}
        {findings && (
          <>
            <ResultSentence findings={findings} />
            <MixedUp findings={findings} />
          </>
        )}
        <Figures trained={trained} findings={findings} />
        {reasons.length > 0 && (
          <details className="mt-4 text-small">
            <summary className="text-soft hover:text-ink">{text.reasons}</summary>
            <ul lang="en" className="mt-2 list-disc pl-5 text-soft">
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </details>
        )}
      </section>
      {history && history.length > 0 ? (
        <Curves epochs={history} of={history.length} best={bestEpoch} />
      ) : (
        <p className="mb-6 text-small text-faint">{text.noCurves}</p>
      )}
    </>
  );
}
