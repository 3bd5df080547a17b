'use client';
/** Pictures that are tried, each explained when its turn comes. */
import { askedUnsure, type DroppedFile, type Explained } from '@graftml/studio';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useProject, useStudio } from '../../../state/studio.tsx';

export interface Tried {
  readonly key: number;
  readonly name: string;
  readonly blob: Blob;
  readonly explained?: Explained;
  readonly error?: unknown;
}

/** More are for a folder. */
export const mostTried = 48;

const namesPicture = ({ path, blob }: DroppedFile): boolean =>
  blob.type.startsWith('image/') || /\.(jpe?g|png|webp|gif|bmp|avif|heic|tiff?)$/i.test(path);

export function useTried() {
  const { lab } = useStudio();
  const projectId = useProject((project) => project.id);
  const unsure = useProject((project) => askedUnsure(project));
  const [tried, setTried] = useState<readonly Tried[]>([]);
  const [left, setLeft] = useState(0);
  const next = useRef(0);
  const busy = useRef(false);

  const add = useCallback((files: readonly DroppedFile[]) => {
    const pictures = files.filter(namesPicture);
    const some = pictures.slice(0, mostTried);
    setLeft(pictures.length - some.length);
    const fresh = some.map(({ path, blob }): Tried => ({ key: next.current++, name: path, blob }));
    setTried((before) => [...fresh, ...before].slice(0, mostTried));
  }, []);

  const waiting = tried.find(({ explained, error }) => !explained && error === undefined);
  useEffect(() => {
    if (!waiting || busy.current) return;
    busy.current = true;
    const tell = (what: Partial<Tried>) => {
      busy.current = false;
      setTried((now) => now.map((one) => (one.key === waiting.key ? { ...one, ...what } : one)));
    };
    lab.explain({ projectId, picture: waiting.blob, ...(unsure !== undefined && { unsure }) }).then(
      (explained) => tell({ explained }),
      (error: unknown) => tell({ error }),
    );
  }, [waiting, lab, projectId, unsure]);

  return { tried, left, add, clear: () => setTried([]) };
}
