'use client';
import { useRef, useState } from 'react';
import { saidOf } from '../../ui/said.ts';

export interface EditableNameProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Throws what is wrong with it, which is said below it. */
  readonly onChange: (value: string) => void;
  /** It was changed, or not. */
  readonly onDone?: () => void;
  readonly autoFocus?: boolean;
}

/** A name that is changed where it stands: Enter or leaving it keeps, Escape does not. */
export function EditableName({ label, value, placeholder, onChange, onDone, autoFocus }: EditableNameProps) {
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const escaped = useRef(false);
  const finish = () => {
    const keep = !escaped.current && typed !== undefined && typed.trim() !== '' && typed.trim() !== value;
    escaped.current = false;
    try {
      if (keep) onChange(typed);
      setWrong(undefined);
      setTyped(undefined);
      onDone?.();
    } catch (error) {
      setWrong(saidOf(error).statement);
    }
  };
  return (
    <span className="min-w-0 flex-1">
      <input
        aria-label={label}
        aria-invalid={wrong !== undefined}
        value={typed ?? value}
        placeholder={placeholder}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the click before
        autoFocus={autoFocus}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(undefined);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          escaped.current = event.key === 'Escape';
          event.currentTarget.blur();
        }}
        className="h-8 w-full min-w-0 truncate rounded-small bg-transparent px-1.5 font-medium text-body placeholder:text-faint hover:bg-sunken"
      />
      {wrong && (
        <span role="alert" className="block px-1.5 pb-1 text-small text-wrong">
          {wrong}
        </span>
      )}
    </span>
  );
}
