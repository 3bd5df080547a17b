'use client';
/** One photo, large: what it is, its class, and its neighbours in the column. */
import type { ClassId, Photo, PhotoId } from '@graftml/studio';
import { ChevronLeft, ChevronRight, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Thumb } from '../../ui/thumb.tsx';

export interface PhotoDialogProps {
  readonly photo: Photo | undefined;
  /** Of its column. */
  readonly order: readonly PhotoId[];
  readonly onGo: (id: PhotoId) => void;
  readonly onLabel: (id: PhotoId, label: ClassId | undefined) => void;
  readonly onRemove: (id: PhotoId) => void;
  readonly onClose: () => void;
}

export function PhotoDialog({ photo, order, onGo, onLabel, onRemove, onClose }: PhotoDialogProps) {
  const { app, photos: text } = useText();
  const classes = useProject((project) => project.classes);
  if (!photo) return <Dialog open={false} onClose={onClose} title="" />;
  const { id, name, facts, size, label } = photo;
  const at = order.indexOf(id);
  const [before, next] = [order[at - 1], order[at + 1]];
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const one = classes[Number(key) - 1];
    if (key === 'ArrowLeft' && before) onGo(before);
    else if (key === 'ArrowRight' && next) onGo(next);
    else if (one) onLabel(id, one.id);
    else if (key === '0') onLabel(id, undefined);
    else if (key === 'Delete') onRemove(id);
  };
  return (
    <Dialog
      open
      wide
      onKeyDown={onKeyDown}
      onClose={onClose}
      title={name.slice(name.lastIndexOf('/') + 1)}
      hint={`${facts.width} × ${facts.height} · ${app.bytes(size)}${facts.time ? ` · ${new Date(facts.time).toLocaleString()}` : ''}`}
    >
      <div className="flex flex-col gap-4">
        <div className="relative flex h-[52dvh] items-center justify-center rounded-card bg-sunken">
          <Large key={id} id={id} alt={name} />
          {before && (
            <IconButton
              icon={ChevronLeft}
              label={text.before}
              keys="arrowleft"
              onClick={() => onGo(before)}
              className="!absolute left-2 bg-surface shadow-rest"
            />
          )}
          {next && (
            <IconButton
              icon={ChevronRight}
              label={text.next}
              keys="arrowright"
              onClick={() => onGo(next)}
              className="!absolute right-2 bg-surface shadow-rest"
            />
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {classes.map((one, i) => (
            <button
              key={one.id}
              type="button"
              aria-pressed={one.id === label}
              onClick={() => onLabel(id, one.id)}
              className="flex h-9 items-center gap-2 rounded-small border border-line px-2.5 text-small hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <ClassMark index={i} />
              {one.name}
            </button>
          ))}
          <span className="ml-auto">
            <IconButton icon={Trash2} label={text.remove} keys="delete" onClick={() => onRemove(id)} />
          </span>
        </div>
      </div>
    </Dialog>
  );
}

/** The file as it came; its thumbnail until it is there, and where the browser cannot show it. */
function Large({ id, alt }: { readonly id: PhotoId; readonly alt: string }) {
  const { lab, session } = useStudio();
  const [url, setUrl] = useState<string>();
  const projectId = session?.get().project.id;
  useEffect(() => {
    let made: string | undefined;
    let left = false;
    if (projectId === undefined) return;
    lab.photo({ projectId, id }).then(
      (blob) => {
        if (!blob || left) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      () => {},
    );
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [lab, projectId, id]);
  if (url === undefined) return <Thumb id={id} alt={alt} whole />;
  return (
    // biome-ignore lint/performance/noImgElement: a blob of this browser
    <img
      src={url}
      alt={alt}
      onError={() => setUrl(undefined)}
      className="max-h-full max-w-full rounded-small object-contain"
    />
  );
}
