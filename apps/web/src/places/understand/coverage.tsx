'use client';
/** How sure it must be to answer: chosen here, and heeded by what is exported. */
import { coverageOf, unsureOf } from '@graftml/studio';
import { coverageCurve } from '@graftml/vision';
import { useEffect, useMemo, useState } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { percentOf } from '../../ui/answer-bars.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, Slider } from '../../ui/field.tsx';
import { Card } from './card.tsx';
import { CoverageCurve } from './coverage-curve.tsx';
import type { LookedOf } from './looked-at.ts';
import type { Found } from './understand-place.tsx';

export interface CoverageCardProps {
  readonly findings: Found;
  readonly onOpen: (of: LookedOf) => void;
}

export function CoverageCard({ findings, onOpen }: CoverageCardProps) {
  const { coverage } = useText().understand;
  const session = useSession();
  const stored = useProject((project) => unsureOf(project)?.threshold ?? 0);
  const found = useProject((project) => project.trained?.trust?.unsure?.threshold);
  const chosen = useProject((project) => project.settings.unsure);
  const [threshold, setThreshold] = useState(stored);
  useEffect(() => setThreshold(stored), [stored]);
  const curve = useMemo(() => curveOf(findings), [findings]);
  const now = useMemo(() => coverageOf(findings, threshold), [findings, threshold]);
  if (!now) return null;

  /** One step to undo for each time it is let go. */
  const store = (unsure: number | undefined) => {
    if (unsure !== chosen) session.apply({ type: 'settings', settings: { unsure } });
  };
  const letGo = () => threshold !== stored && store(threshold);
  const left = now.n - now.answered;
  return (
    <Card title={coverage.title} term={coverage.term} hint={coverage.stored}>
      <div className="flex flex-wrap items-center gap-6">
        <CoverageCurve curve={curve} now={now} />
        <div className="flex min-w-56 flex-1 flex-col gap-4">
          <output className="text-title font-semibold">
            {coverage.result(now.coverage, now.accuracy)}{' '}
            {now.interval && (
              <span className="counts font-normal text-small text-soft whitespace-nowrap">
                ({coverage.between(...now.interval)})
              </span>
            )}
          </output>
          <Field label={coverage.slider} value={percentOf(threshold)}>
            {(ids) => (
              <Slider
                {...ids}
                min={0}
                max={0.99}
                step={0.01}
                value={threshold}
                aria-valuetext={`${percentOf(threshold)}: ${coverage.result(now.coverage, now.accuracy)}`}
                onChange={setThreshold}
                onPointerUp={letGo}
                onKeyUp={letGo}
                onBlur={letGo}
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button size="small" className={pressed} aria-pressed={stored === 0} onClick={() => store(0)}>
              {coverage.always}
            </Button>
            {found !== undefined && (
              <Button
                size="small"
                className={pressed}
                aria-pressed={chosen === undefined}
                onClick={() => store(undefined)}
              >
                {coverage.found(found)}
              </Button>
            )}
            {left > 0 && (
              <Button size="small" kind="quiet" onClick={() => onOpen({ kind: 'between', from: -1, to: threshold })}>
                {coverage.unsure(left)}
              </Button>
            )}
          </div>
        </div>
      </div>
    </Card>
  );
}

const pressed = 'aria-pressed:border-accent aria-pressed:bg-accent-soft';

const curveOf = ({ judgements }: Found) =>
  coverageCurve({
    confidence: judgements.map(({ probability }) => probability),
    right: judgements.map(({ label, said }) => label === said),
  });
