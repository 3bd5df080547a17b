'use client';
import { useText } from '../../text/text.tsx';
import { Segments } from '../../ui/field.tsx';
import { type Preset, presetOf, presets } from './words.ts';

export interface OfSpec {
  readonly spec: string;
  readonly onChange: (spec: string) => void;
}

const names = Object.keys(presets) as readonly Preset[];

/** Some augmentations to start from. */
export function Presets({ spec, onChange }: OfSpec) {
  const { augment: text } = useText();
  const chosen = presetOf(spec);
  return (
    <div>
      <p className="mb-2 font-medium text-small">{text.start}</p>
      <Segments<Preset | ''>
        label={text.start}
        value={chosen ?? ''}
        choices={names.map((value) => ({ value, label: text.presets[value] }))}
        onChange={(name) => name !== '' && onChange(presets[name])}
      />
      <p className="mt-1.5 min-h-5 text-small text-soft">{chosen && text.presetHint[chosen]}</p>
    </div>
  );
}
