'use client';
/** The place takes a network that is dropped anywhere on it, and shows how far it is and what has to be asked. */
import { type DragEvent, type ReactNode, useState } from 'react';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { bytesOf } from '../../ui/figures.ts';
import { PreprocessingQuestion } from './preprocessing-question.tsx';
import { networkTask, useKeepNetwork } from './use-keep-network.ts';

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

export function DropNetwork({ children }: { readonly children: ReactNode }) {
  const { backbone: text } = useText();
  const { take } = useKeepNetwork();
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    take(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by a button in the dialog
    <div className="relative" onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
      {isOver && (
        <div className="pointer-events-none absolute -inset-2 z-10 flex items-start justify-center rounded-sheet border-2 border-accent border-dashed bg-accent-soft/90 pt-24 font-semibold text-title">
          {text.own}
        </div>
      )}
      <div className="mb-4 empty:hidden">
        <TaskLine of={networkTask} detail={bytesOf} />
      </div>
      {children}
      <PreprocessingQuestion />
    </div>
  );
}
