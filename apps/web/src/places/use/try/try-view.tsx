'use client';
/** Pictures or the camera, and what the model says of them. */
import { Camera, CameraOff, ImagePlus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { FileSource } from '../../../adding/dropped.ts';
import { usePicker } from '../../../adding/pick.tsx';
import { TaskLine } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { PlacePage } from '../../../ui/place-page.tsx';
import { isModel, useOpenModel } from '../open-model.tsx';
import { useFilesHere } from '../use-files-here.ts';
import { useWarm } from '../use-warm.ts';
import type { UseView } from '../used.tsx';
import { LiveView } from './live-view.tsx';
import { TriedCard } from './tried-card.tsx';
import { mostTried, useTried } from './use-tried.ts';

export interface TryViewProps {
  readonly tools: ReactNode;
  readonly onView: (view: UseView) => void;
}

export function TryView({ tools, onView }: TryViewProps) {
  const { use, places } = useText();
  const { tried, left, add, clear } = useTried();
  const [live, setLive] = useState(false);
  useWarm();
  const model = useOpenModel();
  const take = async (source: FileSource) => {
    const files = await source();
    const found = files.find(isModel);
    if (found) model.read(found);
    else add(files);
  };
  const picker = usePicker((source) => void take(source));
  const over = useFilesHere((source) => void take(source));
  return (
    <PlacePage
      title={places.use}
      tools={tools}
      primary={
        <Button kind="primary" onClick={picker.pickFiles}>
          <ImagePlus size={18} aria-hidden />
          {use.try.choose}
        </Button>
      }
    >
      {picker.inputs}
      <div className="flex flex-1 flex-col gap-6">
        <TaskLine of="import" />
        {live && <LiveView onClose={() => setLive(false)} />}
        <div
          className={`flex flex-col items-center justify-center gap-3 rounded-sheet border-2 border-dashed p-6 text-center transition-colors duration-150 ${
            tried.length > 0 || live ? '' : 'min-h-72 flex-1'
          } ${over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'}`}
        >
          <p className="font-semibold text-title">{use.try.drop}</p>
          <p className="text-small text-soft">{use.try.hint}</p>
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={() => setLive(!live)}>
              {live ? <CameraOff size={18} aria-hidden /> : <Camera size={18} aria-hidden />}
              {live ? use.try.cameraOff : use.try.camera}
            </Button>
            {tried.length > 0 && (
              <Button kind="quiet" onClick={clear}>
                <X size={18} aria-hidden />
                {use.try.clear}
              </Button>
            )}
          </div>
        </div>
        {left > 0 && (
          <p className="flex flex-wrap items-center gap-3 text-small text-soft">
            {use.try.most(mostTried)}
            <Button size="small" onClick={() => onView('folder')}>
              {use.try.toFolder}
            </Button>
          </p>
        )}
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {tried.map((one) => (
            <TriedCard key={one.key} tried={one} />
          ))}
        </ul>
      </div>
    </PlacePage>
  );
}
