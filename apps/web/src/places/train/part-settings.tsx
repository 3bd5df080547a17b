'use client';
import { useText } from '../../text/text.tsx';
import { Field, Slider } from '../../ui/field.tsx';
import { share } from '../../ui/figures.ts';
import { Group, NumberSetting, type OfSettings, useSet } from './setting.tsx';

export function PartSettings({ settings }: OfSettings) {
  const { train } = useText();
  const { drawer: text } = train;
  const set = useSet();
  const { validation, test, seed } = settings;
  return (
    <Group title={text.parts}>
      <Field label={text.validation} term={text.validationTerm} value={share(validation)}>
        {(ids) => (
          <Slider
            {...ids}
            min={0.05}
            max={0.5}
            step={0.05}
            value={validation}
            onChange={(value) => set({ validation: value })}
          />
        )}
      </Field>
      <Field label={text.test} term={text.testTerm} value={share(test)}>
        {(ids) => (
          <Slider {...ids} min={0} max={0.4} step={0.05} value={test} onChange={(value) => set({ test: value })} />
        )}
      </Field>
      <NumberSetting
        label={text.seed}
        hint={text.seedHint}
        value={seed}
        isValid={(value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32}
        range="0 – 4294967295"
        onChange={(value) => value !== undefined && set({ seed: value })}
      />
    </Group>
  );
}
