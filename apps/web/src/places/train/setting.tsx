'use client';
/** What the parts of the settings share. */
import type { Settings } from '@graftml/studio';
import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

export interface OfSettings {
  readonly settings: Settings;
}

type Change = Partial<Omit<Settings, 'at'>> & { readonly at?: string | undefined };

export function useSet(): (change: Change) => void {
  const session = useSession();
  return (settings) => session.apply({ type: 'settings', settings });
}

export const Group = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-3 font-semibold text-body">{title}</h3>
    {hint && <p className="-mt-2 mb-3 text-small text-warn">{hint}</p>}
    <div className="flex flex-col gap-4">{children}</div>
  </section>
);

export interface NumberSettingProps {
  readonly label: string;
  readonly term?: string;
  readonly hint?: string;
  /** Undefined is left open. */
  readonly value: number | undefined;
  /** What it means to leave it open. */
  readonly open?: string;
  readonly isValid: (value: number) => boolean;
  /** `from 1 to 512` */
  readonly range: string;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that is taken over once it makes sense; where it may be left open, an empty box does. */
export function NumberSetting({ label, term, hint, value, open, isValid, range, onChange }: NumberSettingProps) {
  const { train } = useText();
  const [typed, setTyped] = useState(`${value ?? ''}`);
  useEffect(() => setTyped(`${value ?? ''}`), [value]);
  const number = Number(typed);
  const isOpen = typed.trim() === '' && open !== undefined;
  const isRight = isOpen || (typed.trim() !== '' && Number.isFinite(number) && isValid(number));
  const take = () => {
    const next = isOpen ? undefined : number;
    if (isRight && next !== value) onChange(next);
  };
  return (
    <Field label={label} {...(term && { term })} hint={hint} wrong={isRight ? undefined : train.drawer.number(range)}>
      {(ids) => (
        <TextInput
          {...ids}
          inputMode="decimal"
          value={typed}
          placeholder={open}
          aria-invalid={!isRight}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
      )}
    </Field>
  );
}
