'use client';
import { type Findings, findingsOf, type Imported } from '@graftml/studio';
import { Eye } from 'lucide-react';
import { useMemo } from 'react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { Understood } from './understood.tsx';

export function UnderstandPlace() {
  const { understand, places } = useText();
  const [, go] = usePlace();
  const project = useProject((it) => it);
  const { trained, photos, classes } = project;
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing else of the project counts
  const findings = useMemo(() => findingsOf(project), [trained, photos, classes]);
  if (findings && findings.n > 0) return <Understood key={project.id} findings={findings as Found} />;
  if (project.imported && !trained) return <ImportedModel imported={project.imported} />;
  const canTrain = Object.keys(photos).length > 0;
  return (
    <PlacePage title={places.understand} fills>
      <Empty
        icon={Eye}
        title={trained ? understand.unjudged : understand.none}
        hint={trained ? understand.unjudgedHint : understand.noneHint}
      >
        <Button kind="primary" onClick={() => go(canTrain ? 'train' : 'photos')}>
          {canTrain ? understand.train : understand.toPhotos}
        </Button>
      </Empty>
    </PlacePage>
  );
}

function ImportedModel({ imported: { evaluation } }: { readonly imported: Imported }) {
  const { understand, places } = useText();
  const [, go] = usePlace();
  const judged = evaluation ? understand.importedSays(evaluation.accuracy, evaluation.n) : '';
  return (
    <PlacePage title={places.understand} fills>
      <Empty icon={Eye} title={understand.imported} hint={understand.importedHint(judged)}>
        <Button onClick={() => go('photos')}>{understand.toPhotos}</Button>
        <Button kind="primary" onClick={() => go('use')}>
          {understand.use}
        </Button>
      </Empty>
    </PlacePage>
  );
}

/** Of at least one photo. */
export type Found = Findings & Required<Pick<Findings, 'accuracy' | 'interval'>>;
