'use client';
/** The projects that there are, the one that was changed last first. */
import type { ProjectEntry } from '@graftml/studio';
import { ArrowRight, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { lockProject } from '../state/project-lock.ts';
import { useStudio } from '../state/studio.tsx';
import { useSpoken, useText } from '../text/text.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Trouble } from '../ui/states.tsx';
import { timeAgo } from './time-ago.ts';

export function ProjectList() {
  const { app, start } = useText();
  const { store } = useStudio();
  const [entries, setEntries] = useState<readonly ProjectEntry[]>([]);
  const [trouble, setTrouble] = useState<unknown>();
  const [leaving, setLeaving] = useState<ProjectEntry>();
  useEffect(() => {
    store.list().then(setEntries, setTrouble);
  }, [store]);
  const remove = async ({ id }: ProjectEntry) => {
    setLeaving(undefined);
    const lock = await lockProject({ id, onTaken: () => Promise.resolve() });
    if (!lock) return setTrouble(new Error(app.elsewhere.title));
    setEntries((before) => before.filter((entry) => entry.id !== id));
    await store.remove(id).catch(setTrouble);
    lock.release();
  };
  if (entries.length === 0 && !trouble) return null;
  return (
    <section className="mx-auto w-full max-w-3xl px-5 pb-6">
      <h2 className="mb-2 text-small text-soft">{start.goOn}</h2>
      {trouble !== undefined && (
        <div className="mb-2">
          <Trouble error={trouble} onClose={() => setTrouble(undefined)} />
        </div>
      )}
      <ul className="grid gap-2 sm:grid-cols-2">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onRemove={() => setLeaving(entry)} />
        ))}
      </ul>
      <Dialog
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={start.removeTitle(leaving?.name ?? '')}
        hint={start.removeHint}
        actions={
          <>
            <Button onClick={() => setLeaving(undefined)}>{app.cancel}</Button>
            <Button kind="danger" onClick={() => leaving && void remove(leaving)}>
              {start.remove}
            </Button>
          </>
        }
      />
    </section>
  );
}

function Entry({ entry, onRemove }: { readonly entry: ProjectEntry; readonly onRemove: () => void }) {
  const { app, start } = useText();
  const { language } = useSpoken();
  const { open } = useStudio();
  const { id, name, changed, photos, classes, accuracy } = entry;
  const facts = [
    app.photos(photos),
    classes.length > 0 && app.classes(classes.length),
    accuracy !== undefined && app.percent(accuracy),
    timeAgo(changed, language),
  ];
  return (
    <li className="group relative flex items-center rounded-card border border-line bg-surface pr-2 shadow-rest transition-colors duration-150 hover:border-line-strong">
      <a
        href={`?project=${id}`}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          void open(id);
        }}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-card py-3 pl-4"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{name}</span>
          <span className="counts block truncate text-small text-soft">{facts.filter(Boolean).join(' · ')}</span>
        </span>
        <ArrowRight size={18} aria-hidden className="text-faint" />
      </a>
      <IconButton icon={Trash2} label={`${start.remove}: ${name}`} onClick={onRemove} />
    </li>
  );
}
