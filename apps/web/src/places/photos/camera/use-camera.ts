'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';

export interface CameraNow {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly status: 'asking' | 'running' | 'denied' | 'absent' | 'busy';
  /** Asks again. */
  readonly retry: () => void;
}

/** The camera as long as the component is there. @param on whether it shall run */
export function useCamera(on: boolean): CameraNow {
  const video = useRef<HTMLVideoElement>(null);
  const [status, setStatus] = useState<CameraNow['status']>('asking');
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again at every try
  useEffect(() => {
    if (!on) return;
    let left = false;
    let stream: MediaStream | undefined;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    setStatus('asking');
    const start = async () => {
      try {
        if (!navigator.mediaDevices) return setStatus('absent');
        stream = await navigator.mediaDevices.getUserMedia({
          video: { width: { ideal: 640 }, height: { ideal: 480 } },
        });
        if (left || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        setStatus('running');
      } catch (error) {
        if (left) return;
        const name = error instanceof DOMException ? error.name : '';
        setStatus(name === 'NotAllowedError' ? 'denied' : name === 'NotReadableError' ? 'busy' : 'absent');
      }
    };
    void start();
    return () => {
      left = true;
      stop();
    };
  }, [on, tries]);
  return { video, status, retry: () => setTries((before) => before + 1) };
}
