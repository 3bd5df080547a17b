'use client';
/** All columns, with their heads and what stands on the photos. */
import { type Photo, type PhotoId, partsOf } from '@graftml/studio';
import { useCallback, useMemo, useState } from 'react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { AddClass } from './add-class.tsx';
import { GuessBadge, PartBadge } from './badges.tsx';
import { Board } from './board.tsx';
import { ClassHead } from './class-head.tsx';
import type { Column, ColumnKey } from './groups.ts';
import { PhotoColumn } from './photo-column.tsx';
import { UnsortedHead } from './unsorted-head.tsx';
import type { GuessesNow } from './use-guesses.ts';
import type { Selecting } from './use-selection.ts';

export interface PhotoBoardProps {
  readonly columns: readonly Column[];
  readonly guesses: GuessesNow;
  readonly selecting: Selecting;
  /** The one that is shown alone. */
  readonly alone: ColumnKey | undefined;
  /** Whether it is shown which part each photo is in. */
  readonly parts: boolean;
  /** Whether a class can be added. */
  readonly adds: boolean;
  readonly onAlone: (key: ColumnKey | undefined) => void;
  readonly onOpen: (id: PhotoId) => void;
  readonly onCamera: (key: ColumnKey) => void;
  readonly onMerge: (key: ColumnKey) => void;
}

/** About as wide are photos, in pixels. */
const tile = { few: 92, alone: 128 } as const;

export function PhotoBoard(props: PhotoBoardProps) {
  const { columns, guesses, selecting, alone, parts, adds, onAlone, onOpen, onCamera, onMerge } = props;
  const { photos: text } = useText();
  const project = useProject((it) => it);
  const visible = columns.filter(({ key }) => alone === undefined || key === alone);
  const partOf = useMemo(() => (parts ? partsOf(project) : undefined), [parts, project]);
  const { classes } = project;
  const [naming, setNaming] = useState(false);
  const narrow = visible.length > 2;
  const badge = useCallback(
    ({ id, split }: Photo) => {
      const guess = guesses.of.get(id);
      const index = classes.findIndex((one) => one.id === guess?.label);
      if (guess && index >= 0) return <GuessBadge guess={guess} index={index} name={classes[index]?.name ?? ''} />;
      const part = partOf?.get(id);
      return part && <PartBadge label={text.parts[part]} pinned={split !== undefined} />;
    },
    [guesses, classes, partOf, text],
  );
  const partsInWords = ({ photos }: Column) => {
    const counts = { train: 0, validation: 0, test: 0 };
    for (const { id } of photos) counts[partOf?.get(id) ?? 'train']++;
    return text.partsOf(counts.train, counts.validation, counts.test);
  };
  const headOf = (column: Column) =>
    column.key === '' ? (
      <UnsortedHead count={column.photos.length} guesses={guesses} />
    ) : (
      <ClassHead
        column={column}
        alone={alone === column.key}
        parts={partOf && partsInWords(column)}
        onAlone={() => onAlone(alone === undefined ? column.key : undefined)}
        onCamera={() => onCamera(column.key)}
        onMerge={() => onMerge(column.key)}
      />
    );
  return (
    <Board
      count={visible.length}
      keyOf={(i) => visible[i]?.key ?? ''}
      last={adds && <AddClass narrow={narrow && !naming} onNaming={setNaming} />}
      lastWidth={narrow && !naming ? 48 : 200}
    >
      {(i, width) => {
        const column = visible[i];
        return (
          column && (
            <PhotoColumn
              column={column}
              width={width}
              tile={alone === undefined ? tile.few : tile.alone}
              selection={selecting.selection}
              onSelect={selecting.select}
              onOpen={onOpen}
              onDropPhotos={({ of }) => selecting.actions.label(of?.id)}
              badge={badge}
              head={headOf(column)}
            />
          )
        );
      }}
    </Board>
  );
}
