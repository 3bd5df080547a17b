'use client';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { hasFiles } from './dropped.ts';

/**
 * Files that are dragged over the window, and dropped there where nothing else takes them.
 * @param of a view that takes files listens on the document, which is asked before the window, on which the frame listens
 */
export function useWindowDrop(onDrop: (transfer: DataTransfer) => void, of: 'frame' | 'view' = 'frame'): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    // Of the elements that it is over; one is entered before another is left.
    let depth = 0;
    const end = () => {
      depth = 0;
      setOver(false);
    };
    const listeners: { readonly [name: string]: (event: globalThis.DragEvent) => void } = {
      dragenter: ({ dataTransfer }) => {
        if (hasFiles(dataTransfer)) setOver(++depth > 0);
      },
      dragleave: ({ dataTransfer }) => {
        if (hasFiles(dataTransfer)) setOver(--depth > 0);
      },
      dragover: (event) => {
        if (hasFiles(event.dataTransfer)) event.preventDefault();
      },
      drop: (event) => {
        end();
        if (event.defaultPrevented || !hasFiles(event.dataTransfer) || !event.dataTransfer) return;
        event.preventDefault();
        latest.current(event.dataTransfer);
      },
    };
    const all = Object.entries(listeners) as [keyof WindowEventMap, EventListener][];
    const target = of === 'view' ? document : window;
    for (const [name, listener] of all) target.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of all) target.removeEventListener(name, listener);
    };
  }, [of]);
  return over;
}

export interface DropTarget {
  readonly over: boolean;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** An element onto which something can be dropped. @param takes whether what is dragged is for it */
export function useDropTarget(
  takes: (transfer: DataTransfer) => boolean,
  onDrop: (transfer: DataTransfer) => void,
): DropTarget {
  const [depth, setDepth] = useState(0);
  return {
    over: depth > 0,
    handlers: {
      onDragEnter: ({ dataTransfer }) => takes(dataTransfer) && setDepth((before) => before + 1),
      onDragLeave: ({ dataTransfer }) => takes(dataTransfer) && setDepth((before) => Math.max(0, before - 1)),
      onDragOver: (event) => {
        if (takes(event.dataTransfer)) event.preventDefault();
      },
      onDrop: (event) => {
        setDepth(0);
        if (!takes(event.dataTransfer)) return;
        event.preventDefault();
        onDrop(event.dataTransfer);
      },
    },
  };
}
