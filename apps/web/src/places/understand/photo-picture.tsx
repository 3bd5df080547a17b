'use client';
/** The photo, plain or with where the model looks. */
import type { Explained, Photo } from '@graftml/studio';
import { useEffect, useState } from 'react';
import { useBlobUrl } from '../../state/blob-url.ts';
import type { ModelClass } from '../../state/model-classes.ts';
import { useProject, useStudio } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Segments } from '../../ui/field.tsx';
import { saidOf } from '../../ui/said.ts';
import { Thumb } from '../../ui/thumb.tsx';

/** The heat map for what was said, for what it is, or none. */
export type Seen = 'said' | 'label' | 'photo';

export interface PhotoPictureProps {
  readonly photo: Photo;
  readonly explained: Explained | undefined;
  readonly error: unknown;
  readonly seen: Seen;
  readonly onSeen: (seen: Seen) => void;
  /** Its class, where the model knows it. */
  readonly label: ModelClass | undefined;
  readonly classes: readonly ModelClass[];
}

export function PhotoPicture({ photo, explained, error, seen, onSeen, label, classes }: PhotoPictureProps) {
  const { understand } = useText();
  const overlay = useBlobUrl(seen === 'photo' ? undefined : explained?.overlay);
  const plain = usePhoto(seen === 'photo' ? photo : undefined);
  const url = overlay ?? plain;
  const said = classes.find((one) => one.label === explained?.prediction.label);
  const differs = said && label && said.id !== label.id;
  const about = seen === 'label' ? label : said;
  return (
    <div className="flex flex-col gap-2">
      <div className="relative flex h-64 items-center justify-center overflow-hidden rounded-small bg-sunken">
        <Thumb id={photo.id} alt={photo.name} whole className="absolute inset-0 size-full" />
        {url && (
          // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
          <img
            src={url}
            alt={seen === 'photo' || !about ? photo.name : understand.heatAlt(about.name)}
            className="arrive absolute inset-0 size-full bg-sunken object-contain"
          />
        )}
        <div className="absolute bottom-2 left-2 max-w-[calc(100%-1rem)]">
          <Segments
            label={understand.looks}
            value={seen}
            onChange={onSeen}
            choices={[
              { value: 'said', label: said ? understand.whySaid(said.name) : understand.heat },
              ...(differs || seen === 'label'
                ? [{ value: 'label' as const, label: understand.whyLabel(label?.name ?? '') }]
                : []),
              { value: 'photo', label: understand.photo },
            ]}
          />
        </div>
      </div>
      {error !== undefined && (
        <p role="status" className="text-small text-warn">
          {understand.noHeat}: {saidOf(error).statement}
        </p>
      )}
    </div>
  );
}

/** The file as it came. */
function usePhoto(photo: Photo | undefined): string | undefined {
  const { lab } = useStudio();
  const projectId = useProject((project) => project.id);
  const [blob, setBlob] = useState<Blob>();
  const id = photo?.id;
  useEffect(() => {
    setBlob(undefined);
    if (id === undefined) return;
    let left = false;
    lab.photo({ projectId, id }).then(
      (found) => left || setBlob(found),
      // The thumbnail stays.
      () => {},
    );
    return () => {
      left = true;
    };
  }, [lab, projectId, id]);
  return useBlobUrl(blob);
}
