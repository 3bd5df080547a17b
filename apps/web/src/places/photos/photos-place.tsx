'use client';
/** The photos, sorted into classes. */
import type { Photo, PhotoId } from '@graftml/studio';
import { ArrowRight, ImagePlus, X } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { TaskLine, useTask } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { AddClass } from './add-class.tsx';
import { AddMenu } from './add-menu.tsx';
import { GuessBadge } from './badges.tsx';
import { Board } from './board.tsx';
import { BrokenDialog } from './broken-dialog.tsx';
import { CameraDrawer } from './camera/camera-drawer.tsx';
import { ClassHead } from './class-head.tsx';
import { type ColumnKey, columnsOf, lacking } from './groups.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { PhotoColumn } from './photo-column.tsx';
import { PhotoDialog } from './photo-dialog.tsx';
import { RemarkLines } from './remark-lines.tsx';
import { type Remark, remarksOf } from './remarks.ts';
import { SelectionBar } from './selection-bar.tsx';
import { UnsortedHead } from './unsorted-head.tsx';
import { useDescription } from './use-description.ts';
import { byDoubt, useGuesses } from './use-guesses.ts';
import { useSelection } from './use-selection.ts';

export function PhotosPlace() {
  const text = useText();
  const [, go] = usePlace();
  const project = useProject((it) => it);
  const session = useSession();
  const isAdding = useTask('photos') !== undefined;
  const guesses = useGuesses();
  const remarks = remarksOf(project, useDescription(), text);
  const [alone, setAlone] = useState<ColumnKey>();
  const [shown, setShown] = useState<Remark>();
  const [dialog, setDialog] = useState<Shown>({});
  const only = useMemo(() => shown && new Set(shown.groups.flat()), [shown]);
  const columns = useMemo(
    () =>
      columnsOf(project, only).map((column) =>
        column.key === '' ? { ...column, photos: byDoubt(column.photos, guesses) } : column,
      ),
    [project, only, guesses],
  );
  const { selection, select, actions, order } = useSelection(columns);
  const visible = columns.filter(({ key }) => alone === undefined || key === alone);
  const lack = lacking(project);
  const count = Object.keys(project.photos).length;
  const open = useCallback((id: PhotoId) => setDialog({ photo: id }), []);
  const badge = useCallback(
    ({ id }: Photo) => {
      const guess = guesses.of.get(id);
      const index = project.classes.findIndex((one) => one.id === guess?.label);
      return (
        guess && index >= 0 && <GuessBadge guess={guess} index={index} name={project.classes[index]?.name ?? ''} />
      );
    },
    [guesses, project.classes],
  );

  return (
    <PlacePage
      title={text.places.photos}
      hint={
        count > 0 && (
          <span className="counts">
            {[text.app.classes(project.classes.length), text.app.photos(count)].join(' · ')}
          </span>
        )
      }
      tools={<AddMenu onCamera={() => setDialog({ camera: '' })} />}
      note={lack && !isAdding ? text.photos.lacking[lack] : ''}
      primary={
        <Button kind="primary" disabled={lack !== undefined} onClick={() => go('train')}>
          {text.photos.train}
          <ArrowRight size={18} aria-hidden />
        </Button>
      }
      fills
    >
      <div className="mb-3 shrink-0 empty:hidden">
        <TaskLine of="photos" unit={text.photos.unit} />
      </div>
      <RemarkLines
        remarks={remarks}
        onShow={(remark) => (remark.kind === 'broken' ? setDialog({ broken: true }) : setShown(remark))}
      />
      {shown && <Filter remark={shown} onClose={() => setShown(undefined)} />}
      {columns.length === 0 && !isAdding ? (
        <Empty icon={ImagePlus} title={text.photos.empty} hint={text.photos.emptyHint}>
          <AddClass />
        </Empty>
      ) : (
        <Board
          count={visible.length}
          keyOf={(i) => visible[i]?.key ?? ''}
          last={alone === undefined && !only && <AddClass />}
        >
          {(i, width) => {
            const column = visible[i];
            return (
              column && (
                <PhotoColumn
                  column={column}
                  width={width}
                  tile={alone === undefined ? 92 : 128}
                  selection={selection}
                  onSelect={select}
                  onOpen={open}
                  onDropPhotos={({ of }) => actions.label(of?.id)}
                  badge={badge}
                  head={
                    column.key === '' ? (
                      <UnsortedHead count={column.photos.length} guesses={guesses} />
                    ) : (
                      <ClassHead
                        column={column}
                        alone={alone === column.key}
                        onAlone={() => setAlone(alone === undefined ? column.key : undefined)}
                        onCamera={() => setDialog({ camera: column.key })}
                        onMerge={() => setDialog({ merge: column.key })}
                      />
                    )
                  }
                />
              )
            );
          }}
        </Board>
      )}
      {selection.ids.size > 0 && (
        <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-3 sm:left-56">
          <SelectionBar
            count={selection.ids.size}
            onLabel={actions.label}
            onPin={actions.pin}
            onRemove={actions.remove}
            onClear={actions.clear}
          />
        </div>
      )}
      <PhotoDialog
        photo={dialog.photo === undefined ? undefined : project.photos[dialog.photo]}
        order={order}
        onGo={(id) => setDialog({ photo: id })}
        onLabel={(id, label) => session.apply({ type: 'label', ids: [id], ...(label !== undefined && { label }) })}
        onRemove={(id) => {
          setDialog({});
          session.apply({ type: 'remove-photos', ids: [id] });
        }}
        onClose={() => setDialog({})}
      />
      <MergeDialog from={project.classes.find(({ id }) => id === dialog.merge)} onClose={() => setDialog({})} />
      <BrokenDialog open={dialog.broken === true} onClose={() => setDialog({})} />
      <CameraDrawer of={dialog.camera} onClose={() => setDialog({})} />
    </PlacePage>
  );
}

/** What stands before the place. */
interface Shown {
  readonly photo?: PhotoId;
  readonly merge?: ColumnKey;
  readonly camera?: ColumnKey;
  readonly broken?: true;
}

/** That only some photos are shown. */
function Filter({ remark, onClose }: { readonly remark: Remark; readonly onClose: () => void }) {
  const { photos: text } = useText();
  return (
    <div className="mb-3 flex shrink-0 items-center gap-2 self-start rounded-small bg-accent-soft py-1 pr-1 pl-3 text-small">
      {text.showing(remark.text)}
      <Button size="small" kind="quiet" onClick={onClose}>
        <X size={16} aria-hidden />
        {text.showAll}
      </Button>
    </div>
  );
}
