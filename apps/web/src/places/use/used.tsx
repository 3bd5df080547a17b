'use client';
/** Try it, apply it to a folder, take it away. */
import { useState } from 'react';
import { useText } from '../../text/text.tsx';
import { Segments } from '../../ui/field.tsx';
import { FolderView } from './folder/folder-view.tsx';
import { TakeView } from './take/take-view.tsx';
import { TryView } from './try/try-view.tsx';

const views = ['try', 'folder', 'take'] as const;
export type UseView = (typeof views)[number];

export function Used() {
  const { use } = useText();
  const [view, setView] = useState<UseView>('try');
  const tools = (
    <Segments
      label={use.views.label}
      value={view}
      choices={views.map((value) => ({ value, label: use.views[value] }))}
      onChange={setView}
    />
  );
  if (view === 'try') return <TryView tools={tools} onView={setView} />;
  return view === 'folder' ? <FolderView tools={tools} /> : <TakeView tools={tools} />;
}
