'use client';
/** The person's own network: a file that is dropped or chosen. */
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';

export function OwnNetwork({ onFile }: { readonly onFile: (file: File) => void }) {
  const { backbone: text } = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same
    <div
      className="mt-4 flex flex-wrap items-center gap-4 rounded-card border-2 border-line border-dashed p-4"
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <FileUp size={24} aria-hidden className="text-soft" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">{text.own}</p>
        <p className="text-small text-soft">{text.ownHint}</p>
      </div>
      <Button size="small" onClick={() => input.current?.click()}>
        {text.chooseFile}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".onnx"
        className="sr-only"
        tabIndex={-1}
        aria-label={text.chooseFile}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
