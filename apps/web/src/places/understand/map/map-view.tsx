'use client';
/** The map of the photos: what lies together, what is far off, and what is on the wrong side. */
import type { ClassId, PhotoId } from '@graftml/studio';
import { RotateCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useProject } from '../../../state/studio.tsx';
import { TaskLine } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { Card } from '../card.tsx';
import type { LookedOf } from '../looked-at.ts';
import type { Found } from '../understand-place.tsx';
import type { MapMark } from './draw-map.ts';
import { MapActions } from './map-actions.tsx';
import { MapCanvas } from './map-canvas.tsx';
import { MapLegend } from './map-legend.tsx';
import { type PhotoMap, useMap } from './use-map.ts';
import { drawnAtOnce } from './which-photos.ts';

export interface MapViewProps {
  readonly findings: Found;
  readonly onOpen: (of: LookedOf) => void;
}

export function MapView({ findings, onOpen }: MapViewProps) {
  const { map: text } = useText().understand;
  const { map, drawing, count, all, draw } = useMap();
  const [only, setOnly] = useState<number>();
  const [chosen, setChosen] = useState<readonly PhotoId[]>([]);
  const shown = useShown(map, findings);
  const choose = (ids: readonly PhotoId[]) => {
    setChosen(ids);
    if (ids.length > 0) onOpen({ kind: 'chosen', ids });
  };
  return (
    <Card
      title={text.title}
      term={text.term}
      hint={text.hint}
      tools={map && !drawing && <IconButton icon={RotateCw} label={text.again} onClick={draw} />}
    >
      <div className="flex flex-col gap-3">
        <TaskLine of="map" />
        {count < 4 && <p className="text-small text-soft">{text.few}</p>}
        {!shown && count > drawnAtOnce && !drawing && (
          <div className="flex flex-col items-start gap-2">
            <Button onClick={draw}>{text.draw(count)}</Button>
            <p className="text-small text-soft">{text.drawHint}</p>
          </div>
        )}
        {!shown && drawing && <Skeleton className="h-[26rem] w-full" />}
        {shown && (
          <>
            <MapLegend marks={shown.marks} only={only} onOnly={setOnly} />
            <MapCanvas
              ids={shown.ids}
              points={shown.points}
              marks={shown.marks}
              only={only}
              chosen={chosen}
              onChoose={choose}
            />
            <MapActions chosen={chosen} onChoose={choose} />
            {count < all && <p className="text-small text-soft">{text.part(count, all)}</p>}
          </>
        )}
      </div>
    </Card>
  );
}

interface Shown extends PhotoMap {
  readonly marks: readonly MapMark[];
}

/** What is still there, in the colours of the classes as they are now. */
function useShown(map: PhotoMap | undefined, { judgements }: Found): Shown | undefined {
  const photos = useProject((project) => project.photos);
  const classes = useProject((project) => project.classes);
  return useMemo(() => {
    if (!map) return undefined;
    const places = new Map<ClassId, number>(classes.map(({ id }, i) => [id, i]));
    const said = new Map(judgements.map((one) => [one.id, one.said]));
    const there = [...map.ids.keys()].filter((i) => photos[map.ids[i]!]);
    const points = new Float32Array(there.length * 2);
    const marks = there.map((i, k): MapMark => {
      points.set(map.points.subarray(2 * i, 2 * i + 2), 2 * k);
      const id = map.ids[i]!;
      const label = photos[id]?.label;
      const index = label === undefined ? -1 : (places.get(label) ?? -1);
      const answer = said.get(id);
      return answer !== undefined && answer !== label ? { index, taken: places.get(answer) ?? -1 } : { index };
    });
    return { ids: there.map((i) => map.ids[i]!), points, marks };
  }, [map, judgements, photos, classes]);
}
