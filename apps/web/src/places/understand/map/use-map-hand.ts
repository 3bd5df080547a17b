'use client';
/** What pointer and keys do on the map. */
import type { PhotoId } from '@graftml/studio';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import { nearestPoint, pointsInside, pointTowards, type Way } from './geometry.ts';

export interface MapHand {
  /** Where they are drawn. */
  readonly points: { readonly current: Float32Array };
  readonly ids: readonly PhotoId[];
  readonly chosen: readonly PhotoId[];
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly lasso: readonly number[];
  readonly setLasso: (lasso: readonly number[]) => void;
  readonly onChoose: (ids: readonly PhotoId[]) => void;
}

/** Pixels: what is this near is pointed at, and who moves less has not drawn. */
const reach = 16;
const still = 8;

const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function useMapHand({ points, ids, chosen, at, setAt, lasso, setLasso, onChoose }: MapHand) {
  const held = useRef(false);
  const choose = (places: readonly number[], more: boolean) => {
    const picked = places.map((i) => ids[i]!);
    onChoose(more ? [...new Set([...chosen, ...picked])] : picked);
  };
  const spot = (event: PointerEvent<HTMLElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top] as const;
  };
  const length = (line: readonly number[]) => {
    let sum = 0;
    for (let i = 2; i < line.length; i += 2) sum += Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!);
    return sum;
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      held.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      setLasso([...spot(event)]);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const [x, y] = spot(event);
      if (held.current) setLasso([...lasso, x, y]);
      else setAt(nearestPoint(points.current, x, y, reach));
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (!held.current) return;
      held.current = false;
      const drawn = [...lasso, ...spot(event)];
      setLasso([]);
      if (length(drawn) > still) return choose(pointsInside(points.current, drawn), event.shiftKey);
      const near = nearestPoint(points.current, ...spot(event), reach);
      setAt(near);
      choose(near < 0 ? [] : [near], event.shiftKey);
    },
    onPointerCancel() {
      held.current = false;
      setLasso([]);
    },
    onPointerLeave() {
      if (!held.current) setAt(-1);
    },
    onKeyDown(event: KeyboardEvent) {
      const way = ways[event.key];
      if (way) setAt(at < 0 ? 0 : pointTowards(points.current, at, way));
      else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) choose([at], event.shiftKey);
      else if (event.key === 'Escape') onChoose([]);
      else return;
      event.preventDefault();
    },
    onBlur() {
      setAt(-1);
    },
  };
}
