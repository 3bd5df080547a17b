'use client';
import { Sparkles } from 'lucide-react';
import { useProject } from '../../state/studio.tsx';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { useOpenModel } from './open-model.tsx';
import { useFilesHere } from './use-files-here.ts';
import { Used } from './used.tsx';

export function UsePlace() {
  const has = useProject((project) => project.trained !== undefined || project.imported !== undefined);
  return has ? <Used /> : <NothingYet />;
}

function NothingYet() {
  const { use, places, understand } = useText();
  const [, go] = usePlace();
  const photos = useProject((project) => Object.keys(project.photos).length > 0);
  const { pick, read, input } = useOpenModel();
  useFilesHere(async (source) => {
    const [file] = await source();
    if (file) read(file);
  });
  return (
    <PlacePage title={places.use} fills>
      {input}
      <Empty icon={Sparkles} title={use.none} hint={use.noneHint}>
        <Button onClick={pick}>{use.openModel}</Button>
        <Button kind="primary" onClick={() => go(photos ? 'train' : 'photos')}>
          {photos ? understand.train : understand.toPhotos}
        </Button>
      </Empty>
      <TaskLine of="import" />
    </PlacePage>
  );
}
