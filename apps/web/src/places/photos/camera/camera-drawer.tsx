'use client';
/** The camera: hold the button, and pictures of one class come in; then the next class. */
import type { ClassId } from '@graftml/studio';
import { useState } from 'react';
import { useAdd } from '../../../adding/add.ts';
import { useProject, useSession } from '../../../state/studio.tsx';
import { TaskLine, useTask } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { ClassMark } from '../../../ui/class-mark.tsx';
import { classes as names } from '../../../ui/classes.ts';
import { Drawer } from '../../../ui/drawer.tsx';
import { Thumb } from '../../../ui/thumb.tsx';
import { AddClass } from '../add-class.tsx';
import { HoldButton } from './hold-button.tsx';
import { useCamera } from './use-camera.ts';
import { useCapture } from './use-capture.ts';

export interface CameraDrawerProps {
  /** For which class it was opened; `''`: for none yet; closed unless given. */
  readonly of: ClassId | '' | undefined;
  readonly onClose: () => void;
}

export const CameraDrawer = ({ of, onClose }: CameraDrawerProps) => {
  const { photos: text } = useText();
  return (
    <Drawer open={of !== undefined} onClose={onClose} title={text.camera} hint={text.cameraHint}>
      {of !== undefined && <CameraPanel of={of} />}
    </Drawer>
  );
};

function CameraPanel({ of }: { readonly of: ClassId | '' }) {
  const { app, photos: text } = useText();
  const session = useSession();
  const classes = useProject((project) => project.classes);
  const photos = useProject((project) => project.photos);
  const [chosen, choose] = useState(of);
  const add = useAdd();
  const { video, status, retry } = useCamera(true);
  const failed = useTask('camera')?.status === 'failed';
  const current = classes.find(({ id }) => id === chosen) ?? classes.at(-1);
  const { holding, taken, start, stop } = useCapture(video, (files, hold) => {
    const name = session.get().project.classes.find(({ id }) => id === current?.id)?.name;
    void add(() => Promise.resolve(files), {
      ...{ className: name ?? null, joins: hold, group: hold, key: 'camera', quiet: true },
    });
  });
  const last = Object.values(photos)
    .filter(({ name, label }) => name.startsWith('camera-') && label === current?.id)
    .slice(-10)
    .reverse();
  return (
    <div className="flex flex-col gap-4">
      <div className="relative aspect-4/3 overflow-hidden rounded-card bg-sunken">
        <video ref={video} muted playsInline className="size-full -scale-x-100 object-cover" />
        {status === 'asking' && (
          <p className="absolute inset-0 m-auto h-fit text-center text-small text-soft">{text.cameraAsking}</p>
        )}
        {status !== 'asking' && status !== 'running' && (
          <div
            role="alert"
            className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-small"
          >
            {text.cameraTrouble[status]}
            <Button size="small" onClick={retry}>
              {app.retry}
            </Button>
          </div>
        )}
        {holding && <span aria-hidden className="absolute inset-0 rounded-card border-4 border-accent" />}
        <output
          className={names(
            'counts absolute top-2 right-2 rounded-small bg-black/60 px-2 py-0.5 text-small text-white',
            taken === 0 && 'hidden',
          )}
        >
          {taken}
        </output>
      </div>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-2 text-small text-soft">{text.cameraClass}</legend>
        {classes.map(({ id, name }, i) => (
          <label
            key={id}
            className="flex h-9 max-w-full items-center gap-2 rounded-small border border-line px-2.5 text-small has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="camera-class"
              className="sr-only"
              checked={id === current?.id}
              onChange={() => choose(id)}
            />
            <ClassMark index={i} />
            <span className="truncate">{name}</span>
          </label>
        ))}
        <div className="w-full">
          <AddClass onAdded={choose} />
        </div>
      </fieldset>
      <HoldButton
        label={current ? text.hold(current.name) : text.holdUnsorted}
        disabled={status !== 'running'}
        holding={holding}
        onStart={start}
        onStop={stop}
      />
      {failed && <TaskLine of="camera" />}
      {last.length > 0 && (
        <div className="grid grid-cols-5 gap-1.5">
          {last.map(({ id }) => (
            <Thumb key={id} id={id} alt="" className="aspect-square w-full" />
          ))}
        </div>
      )}
    </div>
  );
}
