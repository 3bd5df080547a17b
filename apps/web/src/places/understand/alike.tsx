'use client';
/** Labelled photos that the network finds most alike: a mistake is often explained by them. */
import type { Explained } from '@graftml/studio';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { Thumb } from '../../ui/thumb.tsx';

const most = 5;

export interface AlikeProps {
  readonly nearest: NonNullable<Explained['nearest']>;
}

export function Alike({ nearest }: AlikeProps) {
  const { understand } = useText();
  const photos = useProject((project) => project.photos);
  const classes = useProject((project) => project.classes);
  const shown = nearest.filter(({ id }) => photos[id]).slice(0, most);
  if (shown.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-small text-soft">{understand.alike}</h3>
      <ul className="grid grid-cols-5 gap-2">
        {shown.map(({ id }) => {
          const index = classes.findIndex((one) => one.id === photos[id]?.label);
          return (
            <li key={id} className="relative aspect-square">
              <Thumb id={id} alt={classes[index]?.name ?? understand.unsorted} />
              <ClassMark index={index} className="absolute bottom-1 left-1 shadow-rest" />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
