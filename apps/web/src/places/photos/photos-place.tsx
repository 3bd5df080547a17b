'use client';
/** The photos, sorted into classes. */
import type { PhotoId } from '@graftml/studio';
import { ArrowRight, ImagePlus, Split } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { TaskLine, useIsUnderWay } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { AddClass } from './add-class.tsx';
import { AddMenu } from './add-menu.tsx';
import { BrokenDialog } from './broken-dialog.tsx';
import { CameraDrawer } from './camera/camera-drawer.tsx';
import { FilterLine } from './filter-line.tsx';
import { type ColumnKey, columnsOf, lacking } from './groups.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { PhotoBoard } from './photo-board.tsx';
import { PhotoDialog } from './photo-dialog.tsx';
import { ReadingNote } from './reading-note.tsx';
import { RemarkLines } from './remark-lines.tsx';
import { type Remark, remarksOf } from './remarks.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useDescription } from './use-description.ts';
import { byDoubt, useGuesses } from './use-guesses.ts';
import { useSelection } from './use-selection.ts';

/** What stands before the place. */
interface InFront {
  readonly photo?: PhotoId;
  readonly merge?: ColumnKey;
  readonly camera?: ColumnKey;
  readonly broken?: true;
}

export function PhotosPlace() {
  const text = useText();
  const { app, photos: words } = text;
  const [, go] = usePlace();
  const project = useProject((it) => it);
  const session = useSession();
  const isAdding = useIsUnderWay('photos');
  const guesses = useGuesses();
  const described = useDescription();
  const remarks = useMemo(() => remarksOf(project, described, text), [project, described, text]);
  const [alone, setAlone] = useState<ColumnKey>();
  const [parts, setParts] = useState(false);
  const [filter, setFilter] = useState<Remark>();
  const [front, setFront] = useState<InFront>({});
  const close = useCallback(() => setFront({}), []);
  const open = useCallback((photo: PhotoId) => setFront({ photo }), []);
  const columns = useMemo(() => {
    const all = columnsOf(project, filter && new Set(filter.groups.flat()));
    return all.map((column) => (column.key === '' ? { ...column, photos: byDoubt(column.photos, guesses) } : column));
  }, [project, filter, guesses]);
  const selecting = useSelection(columns);
  const { selection, actions, order } = selecting;
  const lack = lacking(project);
  const count = Object.keys(project.photos).length;
  const shownAlone = columns.some(({ key }) => key === alone) ? alone : undefined;

  return (
    <PlacePage
      title={text.places.photos}
      hint={
        count > 0 && <span className="counts">{`${app.classes(project.classes.length)} · ${app.photos(count)}`}</span>
      }
      tools={
        <>
          <IconButton
            icon={Split}
            label={words.showParts}
            aria-pressed={parts}
            disabled={project.classes.length === 0}
            onClick={() => setParts(!parts)}
          />
          <AddMenu onCamera={() => setFront({ camera: '' })} />
        </>
      }
      note={lack && !isAdding ? words.lacking[lack] : ''}
      primary={
        <Button kind="primary" disabled={lack !== undefined} onClick={() => go('train')}>
          {words.train}
          <ArrowRight size={18} aria-hidden />
        </Button>
      }
      fills
    >
      <div className="mb-3 shrink-0 empty:hidden">
        <TaskLine of="photos" unit={words.unit} />
        <ReadingNote />
      </div>
      {filter ? (
        <FilterLine remark={filter} onClose={() => setFilter(undefined)} />
      ) : (
        <RemarkLines
          remarks={remarks}
          onShow={(remark) => (remark.kind === 'broken' ? setFront({ broken: true }) : setFilter(remark))}
        />
      )}
      {columns.length === 0 && !isAdding ? (
        <Empty icon={ImagePlus} title={words.empty} hint={words.emptyHint}>
          <AddClass />
        </Empty>
      ) : (
        <PhotoBoard
          columns={columns}
          guesses={guesses}
          selecting={selecting}
          alone={shownAlone}
          parts={parts}
          adds={shownAlone === undefined && filter === undefined}
          onAlone={setAlone}
          onOpen={open}
          onCamera={(camera) => setFront({ camera })}
          onMerge={(merge) => setFront({ merge })}
        />
      )}
      {selection.ids.size > 0 && (
        <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-3 max-sm:bottom-36 sm:left-56">
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
        photo={front.photo === undefined ? undefined : project.photos[front.photo]}
        order={order}
        onGo={(photo) => setFront({ photo })}
        onLabel={(id, label) => session.apply({ type: 'label', ids: [id], ...(label !== undefined && { label }) })}
        onRemove={(id) => {
          close();
          session.apply({ type: 'remove-photos', ids: [id] });
        }}
        onClose={close}
      />
      <MergeDialog from={project.classes.find(({ id }) => id === front.merge)} onClose={close} />
      <BrokenDialog open={front.broken === true} onClose={close} />
      <CameraDrawer of={front.camera} onClose={close} />
    </PlacePage>
  );
}
