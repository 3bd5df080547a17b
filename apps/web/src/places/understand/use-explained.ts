'use client';
/** What the model says of photos of the project, and where it looks: kept for those that were looked at last. */
import { askedUnsure, type Explained, type PhotoId, type Project } from '@graftml/studio';
import { useEffect, useMemo, useState } from 'react';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';

const most = 40;
/** Who walks quickly does not wait for what was passed by. */
const patience = 120;

const labelledIn = ({ photos }: Project): PhotoId[] =>
  Object.values(photos).flatMap(({ id, label }) => (label === undefined ? [] : [id]));

export interface ExplainedPhoto {
  readonly explained?: Explained;
  readonly error?: unknown;
}

/**
 * @param label of the model: what speaks for that class; for the one that it says, unless given
 * @param next is looked at in advance
 */
export function useExplained(id: PhotoId | undefined, label: string | undefined, next?: PhotoId): ExplainedPhoto {
  const { lab } = useStudio();
  const session = useSession();
  const projectId = useProject((project) => project.id);
  const model = useProject((project) => project.trained?.at);
  const unsure = useProject((project) => askedUnsure(project));
  const [shown, setShown] = useState<ExplainedPhoto & { readonly key?: string }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model says something else
  const ask = useMemo(() => {
    const asked = new Map<string, Promise<Explained>>();
    return (photo: PhotoId, of?: string): Promise<Explained> => {
      const key = `${photo} ${of ?? ''}`;
      const known = asked.get(key);
      if (known) return known;
      const answer = lab.explain({
        ...{ projectId, picture: photo },
        ...(unsure !== undefined && { unsure }),
        ...(of !== undefined && { label: of }),
        among: { settings: session.get().project.settings, ids: labelledIn(session.get().project) },
      });
      asked.set(key, answer);
      for (const old of asked.keys()) if (asked.size > most) asked.delete(old);
      answer.catch(() => asked.delete(key));
      return answer;
    };
  }, [lab, session, projectId, model, unsure]);

  const key = `${id} ${label}`;
  useEffect(() => {
    if (id === undefined) return;
    let left = false;
    const timer = setTimeout(() => {
      ask(id, label).then(
        (explained) => {
          if (left) return;
          setShown({ key, explained });
          if (next !== undefined) ask(next).catch(() => {});
        },
        (error: unknown) => left || setShown({ key, error }),
      );
    }, patience);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id, label, next, key, ask]);
  return shown.key === key ? shown : {};
}
