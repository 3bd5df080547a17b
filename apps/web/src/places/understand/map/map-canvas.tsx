'use client';
/** The map on a canvas: point at a photo, draw around some, or go from one to the next by arrows. */
import type { PhotoId } from '@graftml/studio';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useText } from '../../../text/text.tsx';
import { drawMap, type MapMark } from './draw-map.ts';
import { MapHint } from './map-hint.tsx';
import { useMovingPoints } from './moving-points.ts';
import { useThemeColours } from './theme-colours.ts';
import { useMapHand } from './use-map-hand.ts';
import { useWidth } from './use-width.ts';

export interface MapCanvasProps {
  readonly ids: readonly PhotoId[];
  /** Between 0 and 1. */
  readonly points: Float32Array;
  readonly marks: readonly MapMark[];
  readonly only: number | undefined;
  readonly chosen: readonly PhotoId[];
  readonly onChoose: (ids: readonly PhotoId[]) => void;
}

const margin = 28;

export function MapCanvas({ ids, points, marks, only, chosen, onChoose }: MapCanvasProps) {
  const { map } = useText().understand;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const height = Math.round(Math.min(560, Math.max(300, width * 0.78)));
  const colours = useThemeColours(box);
  const [at, setAt] = useState(-1);
  const [lasso, setLasso] = useState<readonly number[]>([]);
  const wanted = useMemo(() => placed(points, width, height), [points, width, height]);
  const chosenPlaces = useMemo(() => {
    const all = new Set(chosen);
    return new Set(ids.flatMap((id, i) => (all.has(id) ? [i] : [])));
  }, [ids, chosen]);

  const draw = useCallback(
    (now: Float32Array) => {
      const context = canvas.current?.getContext('2d');
      if (!context || !colours || now.length !== 2 * marks.length) return;
      const scale = window.devicePixelRatio;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const { classes, ink, surface } = colours;
      drawMap(context, width, height, {
        points: now,
        marks,
        colours: classes,
        ink,
        surface,
        chosen: chosenPlaces,
        at,
        only,
        lasso,
      });
    },
    [colours, marks, width, height, chosenPlaces, at, only, lasso],
  );
  const now = useMovingPoints(wanted, draw);
  const hand = useMapHand({ points: now, ids, chosen, at, setAt, lasso, setLasso, onChoose });
  const scale = typeof window === 'undefined' ? 1 : window.devicePixelRatio;
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk it
      tabIndex={0}
      role="application"
      aria-label={map.label(ids.length)}
      className="relative touch-none cursor-crosshair overflow-hidden rounded-small bg-surface text-ink"
      style={{ height }}
      {...hand}
    >
      <canvas ref={canvas} width={width * scale} height={height * scale} style={{ width, height }} className="block" />
      {at >= 0 && at < ids.length && lasso.length === 0 && (
        <MapHint
          id={ids[at]!}
          mark={marks[at]!}
          x={now.current[2 * at]!}
          y={now.current[2 * at + 1]!}
          width={width}
          height={height}
        />
      )}
    </div>
  );
}

/** As large as there is room, the same scale both ways. */
function placed(points: Float32Array, width: number, height: number): Float32Array {
  const side = [Math.max(1, width - 2 * margin), Math.max(1, height - 2 * margin)] as const;
  const range = [0, 1].map((axis) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < points.length; i += 2) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    return { middle: (low + high) / 2, size: high - low || 1 };
  });
  const [across, down] = [range[0]!, range[1]!];
  const scale = Math.min(side[0] / across.size, side[1] / down.size);
  return points.map((value, i) =>
    i % 2 === 0 ? width / 2 + (value - across.middle) * scale : height / 2 + (value - down.middle) * scale,
  );
}
