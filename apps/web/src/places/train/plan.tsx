'use client';
/** What a training will do: with which photos, what of the network, and where. */
import { classOf, type Project, tornClasses, type Unfinished } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { Section } from '../../ui/section.tsx';
import { DeviceLine } from './device-line.tsx';
import { countParts } from './missing.ts';
import { unfinishedInWords } from './unfinished-in-words.ts';

interface PlanProps {
  readonly project: Project;
  readonly unfinished: Unfinished | undefined;
}

const shades = { train: 'bg-accent', validation: 'bg-accent/45', test: 'bg-line-strong' } as const;

export function Plan({ project, unfinished }: PlanProps) {
  const { app, train: text } = useText();
  const parts = countParts(project);
  const torn = tornClasses(project).map((id) => classOf(project, id).name);
  const said = unfinished && unfinishedInWords(unfinished, text);
  const { labelled, unsorted } = parts;
  const shown = (['train', 'validation', 'test'] as const).filter((part) => parts[part] > 0);
  return (
    <Section title={text.ready} hint={said && `${said.statement} ${said.hint}`}>
      <p className="mb-3 font-semibold text-title">
        {text.plan(app.photos(labelled), app.classes(project.classes.length))}
      </p>
      <div aria-hidden className="flex h-3 gap-0.5 overflow-hidden rounded-full">
        {shown.map((part) => (
          <span key={part} className={shades[part]} style={{ flexGrow: parts[part] }} />
        ))}
      </div>
      <ul className="counts mt-2 mb-4 flex flex-wrap gap-x-6 gap-y-1 text-small text-soft">
        {shown.map((part) => (
          <li key={part} className="flex items-center gap-2">
            <span aria-hidden className={`size-2.5 rounded-full ${shades[part]}`} />
            <strong className="text-ink">{parts[part].toLocaleString()}</strong> {text.parts[part]}
          </li>
        ))}
      </ul>
      {unsorted > 0 && <p className="mb-3 text-small text-warn">{text.unsorted(app.photos(unsorted))}</p>}
      {torn.length > 0 && <p className="mb-3 text-small text-warn">{text.torn(torn)}</p>}
      <DeviceLine />
    </Section>
  );
}
