'use client';
/** What a setting is set with, and its name and explanation. */
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from 'react';
import { useId } from 'react';
import { classes } from './classes.ts';

export interface FieldProps {
  readonly label: string;
  /** The technical term, in small beside the label, so that one learns it. */
  readonly term?: string;
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly wrong?: string | undefined;
  /** At the right of the label: the value of a slider, say. */
  readonly value?: ReactNode;
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string }) => ReactNode;
}

export function Field({ label, term, hint, wrong, value, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline gap-2 text-small">
        <label htmlFor={id} className="font-medium text-ink">
          {label}
        </label>
        {term && <span className="text-faint">{term}</span>}
        {value !== undefined && <span className="counts ml-auto text-soft">{value}</span>}
      </div>
      {children({ id, 'aria-describedby': `${id}-hint` })}
      <div id={`${id}-hint`} className="text-small empty:hidden">
        {wrong ? <span className="text-wrong">{wrong}</span> : hint ? <span className="text-soft">{hint}</span> : null}
      </div>
    </div>
  );
}

const box =
  'w-full rounded-small border border-line bg-surface text-ink transition-colors duration-150 hover:border-line-strong aria-invalid:border-wrong disabled:opacity-50';

export const TextInput = ({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) => (
  <input className={classes(box, 'h-10 px-3 text-body placeholder:text-faint', className)} {...rest} />
);

export const Select = ({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) => (
  <select className={classes(box, 'h-10 px-3 text-body', className)} {...rest} />
);

export interface SliderProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'type'> {
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export const Slider = ({ className, onChange, ...rest }: SliderProps) => (
  <input
    type="range"
    className={classes('h-6 w-full accent-accent', className)}
    onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    {...rest}
  />
);

export interface SwitchProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export const Switch = ({ label, hint, checked, onChange, disabled = false }: SwitchProps) => (
  <label className={classes('flex items-start gap-3', disabled && 'opacity-50')}>
    <input
      type="checkbox"
      role="switch"
      checked={checked}
      aria-checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
      className="peer sr-only"
    />
    <span
      aria-hidden
      className="mt-0.5 flex h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors duration-150 before:size-4 before:rounded-full before:bg-surface before:shadow-rest before:transition-transform before:duration-150 peer-checked:bg-accent peer-checked:before:translate-x-4 peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2"
    />
    <span className="text-small">
      <span className="font-medium">{label}</span>
      {hint && <span className="block text-soft">{hint}</span>}
    </span>
  </label>
);

export interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode; readonly disabled?: boolean }[];
  readonly onChange: (value: Value) => void;
}

/** One of few, all of them seen. */
export function Segments<Value extends string>({ label, value, choices, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="inline-flex max-w-full overflow-x-auto rounded-small bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((one) => (
        <label
          key={one.value}
          className="flex h-8 items-center gap-2 rounded-[5px] px-3 text-small whitespace-nowrap text-soft transition-colors duration-150 hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-rest has-disabled:opacity-40 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={one.value === value}
            disabled={one.disabled ?? false}
            onChange={() => onChange(one.value)}
          />
          {one.label}
        </label>
      ))}
    </fieldset>
  );
}
