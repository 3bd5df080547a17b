'use client';
/** A switch for each word, and a slider where it takes a number. */
import { fillModes } from '@graftml/vision';
import { useText } from '../../text/text.tsx';
import { Field, Select, Slider, Switch } from '../../ui/field.tsx';
import { share } from '../../ui/figures.ts';
import type { OfSpec } from './presets.tsx';
import {
  type Amount,
  amountOf,
  type Fill,
  type Group,
  groups,
  specOf,
  type Word,
  type Words,
  wordsOf,
} from './words.ts';

/** At the edges something shows only where a picture is moved. */
const moving: readonly Word[] = ['rotate', 'shift', 'zoom', 'shear'];

export function WordSwitches({ spec, onChange }: OfSpec) {
  const { augment: text } = useText();
  const words = wordsOf(spec);
  const change = (next: Partial<Words>) => onChange(specOf({ ...words, ...next }));
  const set = (word: Word, value: number | true | undefined) => {
    const { [word]: _, ...others } = words.on;
    change({ on: value === undefined ? others : { ...others, [word]: value } });
  };
  return (
    <>
      {(Object.keys(groups) as Group[]).map((group) => (
        <section key={group} className="rounded-card border border-line bg-surface p-4 shadow-rest">
          <h2 className="mb-3 font-semibold text-body">{text.groups[group]}</h2>
          <div className="flex flex-col gap-4">
            {(Object.keys(groups[group]) as Word[]).map((word) => (
              <WordSwitch key={word} word={word} value={words.on[word]} onChange={(value) => set(word, value)} />
            ))}
            {group === 'place' && moving.some((word) => words.on[word] !== undefined) && (
              <Field label={text.fill}>
                {(ids) => (
                  <Select
                    {...ids}
                    value={words.fill}
                    onChange={(event) => change({ fill: event.currentTarget.value as Fill })}
                  >
                    {fillModes.map((mode) => (
                      <option key={mode} value={mode}>
                        {text.fills[mode]}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
          </div>
        </section>
      ))}
      {words.others.length > 0 && <p className="text-small text-soft">{text.odd(words.others.join(', '))}</p>}
    </>
  );
}

interface WordSwitchProps {
  readonly word: Word;
  readonly value: number | true | undefined;
  readonly onChange: (value: number | true | undefined) => void;
}

function WordSwitch({ word, value, onChange }: WordSwitchProps) {
  const { augment: text } = useText();
  const amount = amountOf(word);
  const { name, hint } = text.words[word];
  const told = (unit: Amount['unit'], n: number) =>
    text[unit](unit === 'degrees' || unit === 'steps' ? `${n}` : share(n));
  return (
    <div>
      <Switch
        label={name}
        hint={hint}
        checked={value !== undefined}
        onChange={(checked) => onChange(checked ? (amount?.usual ?? true) : undefined)}
      />
      {amount && typeof value === 'number' && (
        <div className="mt-1 flex items-center gap-3 pl-12">
          <Slider
            aria-label={text.amount(name)}
            aria-valuetext={told(amount.unit, value)}
            min={amount.min}
            max={amount.max}
            step={amount.step}
            value={value}
            onChange={(next) => onChange(Math.round(next * 100) / 100)}
          />
          <span className="counts w-24 shrink-0 whitespace-nowrap text-right text-small text-soft">
            {told(amount.unit, value)}
          </span>
        </div>
      )}
    </div>
  );
}
