'use client';
/** What is new: a layer for the person's classes. */
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { classColour } from '../../ui/class-colours.ts';

/** Of more, the number is told. */
const most = 6;

export function HeadBlock() {
  const { app, backbone: text } = useText();
  const list = useProject(({ classes }) => classes);
  const shown = list.length > most ? list.slice(0, most - 1) : list;
  return (
    <div className="ml-3 flex items-center gap-3">
      <div className="flex h-24 w-8 items-center justify-center rounded-small bg-accent font-medium text-on-accent text-small">
        <span className="[writing-mode:vertical-rl] whitespace-nowrap">{text.head}</span>
      </div>
      <ul className="flex flex-col gap-1 text-small">
        {shown.map((one, i) => (
          <li key={one.id} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-full" style={{ background: classColour(i) }} />
            <span className="max-w-32 truncate">{one.name}</span>
          </li>
        ))}
        {list.length > shown.length && <li className="text-faint">+ {app.classes(list.length - shown.length)}</li>}
      </ul>
    </div>
  );
}
