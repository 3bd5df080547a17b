'use client';
import type { Trained } from '@graftml/studio';
import { leaningOf } from '@graftml/vision';
import { useProject } from '../../state/studio.tsx';
import type { Texts } from '../../text/en.ts';
import { useText } from '../../text/text.tsx';
import { Card } from './card.tsx';
import type { LookedOf } from './looked-at.ts';
import { ReliabilityDiagram } from './reliability-diagram.tsx';

export function Calibration({ onOpen }: { readonly onOpen: (of: LookedOf) => void }) {
  const { sure } = useText().understand;
  const trained = useProject((project) => project.trained);
  if (!trained) return null;
  const { after } = trained.evaluation.calibration;
  const { said, right, leans } = leaningOf(after);
  return (
    <Card title={sure.title} term={sure.term} hint={sure.hint}>
      <div className="flex flex-wrap items-center gap-6">
        <ReliabilityDiagram bins={after.bins} onOpen={onOpen} />
        <div className="flex min-w-52 flex-1 flex-col gap-3 text-small">
          <p>
            {sure.average(said, right, after.n)} {sure.leans[leans]}
          </p>
          {temperatureWords(trained, sure).map((words) => (
            <p key={words} className="text-soft">
              {words}
            </p>
          ))}
        </div>
      </div>
    </Card>
  );
}

function temperatureWords({ trust }: Trained, sure: Texts['understand']['sure']): readonly string[] {
  if (!trust) return [];
  const { fit, n, temperature, from } = trust;
  if (!fit) return [sure.noTemperature(n)];
  if (temperature === 1 && fit.interval[0] === 0) return [sure.noMistakes(n)];
  return [sure.temperature(temperature, n), ...(from === 'judged' ? [sure.own] : [])];
}
