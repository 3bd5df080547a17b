'use client';
/** One control of a page. */
import { Dices } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Field, Segments, Select, Slider, Switch } from '../../ui/field.tsx';
import type { Control, Setting, SliderControl } from '../controls.ts';
import { digits } from '../kit/scale.ts';

export interface ControlFieldProps {
  readonly control: Control;
  readonly value: Setting;
  readonly label: string;
  readonly choices: Readonly<Record<string, string>> | undefined;
  readonly onChange: (value: Setting) => void;
}

export function ControlField({ control, value, label, choices, onChange }: ControlFieldProps) {
  switch (control.kind) {
    case 'slider':
      return (
        <Field label={label} value={`${digits(Number(value), 3)}${control.unit ?? ''}`}>
          {(ids) => <Sliding control={control} value={Number(value)} onChange={onChange} ids={ids} />}
        </Field>
      );
    case 'switch':
      return <Switch label={label} checked={value === true} onChange={onChange} />;
    case 'draw':
      return (
        <Button size="small" onClick={() => onChange((Number(value) % 999_999) + 1)} className="self-start">
          <Dices size={16} aria-hidden />
          {label}
        </Button>
      );
    case 'choice': {
      const all = control.values.map((one) => ({ value: one, label: choices?.[one] ?? one }));
      const isShort = all.reduce((sum, one) => sum + one.label.length + 4, 0) < 34;
      if (!isShort)
        return (
          <Field label={label}>
            {(ids) => (
              <Select {...ids} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)}>
                {all.map((one) => (
                  <option key={one.value} value={one.value}>
                    {one.label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        );
      return (
        <div className="flex flex-col items-start gap-1.5">
          <span aria-hidden className="font-medium text-small">
            {label}
          </span>
          <Segments label={label} value={String(value)} choices={all} onChange={onChange} />
        </div>
      );
    }
  }
}

interface SlidingProps {
  readonly control: SliderControl;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly ids: { readonly id: string; readonly 'aria-describedby': string };
}

function Sliding({ control: { min, max, step, isLog }, value, onChange, ids }: SlidingProps) {
  if (!isLog) return <Slider {...ids} min={min} max={max} step={step} value={value} onChange={onChange} />;
  return (
    <Slider
      {...ids}
      min={Math.log10(min)}
      max={Math.log10(max)}
      step={step}
      value={Math.log10(value)}
      aria-valuetext={digits(value, 3)}
      onChange={(exponent) => onChange(Number((10 ** exponent).toPrecision(3)))}
    />
  );
}
