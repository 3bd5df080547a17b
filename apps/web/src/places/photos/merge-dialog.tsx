'use client';
import type { ProjectClass } from '@graftml/studio';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useDone } from './use-done.ts';

/** Into which class another one goes. */
export function MergeDialog({
  from,
  onClose,
}: {
  readonly from: ProjectClass | undefined;
  readonly onClose: () => void;
}) {
  const { photos: text } = useText();
  const classes = useProject((project) => project.classes);
  const session = useSession();
  const done = useDone();
  const merge = (into: ProjectClass) => {
    onClose();
    if (!from) return;
    session.apply({ type: 'merge-classes', from: from.id, into: into.id });
    done(text.merged(from.name, into.name));
  };
  return (
    <Dialog open={from !== undefined} onClose={onClose} title={text.mergeTitle(from?.name ?? '')} hint={text.mergeHint}>
      <ul className="flex flex-col gap-1">
        {classes.map((one, i) =>
          one.id === from?.id ? null : (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => merge(one)}
                className="flex w-full items-center gap-3 rounded-small px-3 py-2 text-left hover:bg-sunken"
              >
                <ClassMark index={i} />
                {one.name}
              </button>
            </li>
          ),
        )}
      </ul>
    </Dialog>
  );
}
