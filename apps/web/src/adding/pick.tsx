'use client';
/** Choosing files or a folder, by the browser's own dialog. */
import { type ReactNode, useRef } from 'react';
import { type FileSource, filesOfList } from './dropped.ts';

export interface Picker {
  readonly pickFolder: () => void;
  readonly pickFiles: () => void;
  /** To be put anywhere. */
  readonly inputs: ReactNode;
}

/** React does not know the attribute. */
const wholeFolder = { webkitdirectory: '' } as Readonly<Record<string, string>>;

/** @param onPick the name of the folder, if it is one */
export function usePicker(onPick: (source: FileSource, folder?: string) => void): Picker {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const picked = (input: HTMLInputElement) => {
    const list = input.files;
    if (list?.length) onPick(filesOfList(list), list[0]?.webkitRelativePath.split('/').at(0) || undefined);
    // So that the same can be chosen again.
    input.value = '';
  };
  const shared = { type: 'file', multiple: true, hidden: true, tabIndex: -1 } as const;
  return {
    pickFolder: () => folder.current?.click(),
    pickFiles: () => files.current?.click(),
    inputs: (
      <>
        <input ref={folder} {...shared} {...wholeFolder} onChange={(event) => picked(event.currentTarget)} />
        <input
          ref={files}
          {...shared}
          accept="image/*,.zip,.tar,.tgz,.heic,.onnx"
          onChange={(event) => picked(event.currentTarget)}
        />
      </>
    ),
  };
}
