'use client';
import type { DroppedFile } from '@graftml/studio';
import { newId } from '@graftml/studio';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export interface Capture {
  readonly holding: boolean;
  /** Since the camera was opened. */
  readonly taken: number;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Milliseconds between two pictures, and between two times that they are handed on. */
const [every, together] = [125, 800];
/** No side is longer, in pixels; no network looks closer. */
const longest = 640;

/**
 * Takes pictures of a video from `start` to `stop`.
 * @param onFiles called with some at a time; `hold` is the same for all of one hold
 */
export function useCapture(
  video: RefObject<HTMLVideoElement | null>,
  onFiles: (files: readonly DroppedFile[], hold: string) => void,
): Capture {
  const [holding, setHolding] = useState(false);
  const [taken, setTaken] = useState(0);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    if (!holding) return;
    const hold = newId();
    let waiting: DroppedFile[] = [];
    const flush = () => {
      if (waiting.length > 0) latest.current(waiting, hold);
      waiting = [];
    };
    const take = async () => {
      const blob = video.current && (await pictureOf(video.current));
      if (!blob) return;
      waiting.push({ path: `camera-${new Date().toISOString().replace(/\D/g, '')}.jpg`, blob });
      setTaken((before) => before + 1);
      if (ended) flush();
    };
    let ended = false;
    void take();
    const timers = [setInterval(take, every), setInterval(flush, together)];
    return () => {
      ended = true;
      for (const timer of timers) clearInterval(timer);
      flush();
    };
  }, [holding, video]);
  return {
    holding,
    taken,
    start: useCallback(() => setHolding(true), []),
    stop: useCallback(() => setHolding(false), []),
  };
}

async function pictureOf(video: HTMLVideoElement): Promise<Blob | undefined> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return undefined;
  const scale = Math.min(1, longest / Math.max(videoWidth, videoHeight));
  const canvas = new OffscreenCanvas(Math.round(videoWidth * scale), Math.round(videoHeight * scale));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}
