'use client';
import type { Settings } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { Group, type OfSettings, useSet } from './setting.tsx';

const strategies: readonly Settings['strategy'][] = ['head', 'earlier', 'fine-tune', 'scratch', 'auto'];
const heads: readonly Settings['head'][] = ['linear', 'dense', 'conv'];

export function WhatSettings({ settings }: OfSettings) {
  const { train, backbone } = useText();
  const { drawer: text } = train;
  const set = useSet();
  const { what } = backbone.strategies[settings.strategy];
  return (
    <Group title={text.what}>
      <Field label={text.strategy} hint={what}>
        {(ids) => (
          <Select
            {...ids}
            value={settings.strategy}
            onChange={(event) => {
              const strategy = event.currentTarget.value as Settings['strategy'];
              const finds = strategy === 'earlier' || strategy === 'auto';
              set({ strategy, ...(finds && { at: undefined }) });
            }}
          >
            {strategies.map((one) => (
              <option key={one} value={one}>
                {backbone.strategies[one].name} ({backbone.strategies[one].term})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={text.head} term={text.headTerm}>
        {(ids) => (
          <Select
            {...ids}
            value={settings.head}
            onChange={(event) => set({ head: event.currentTarget.value as Settings['head'] })}
          >
            {heads.map((one) => (
              <option key={one} value={one}>
                {text.heads[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Group>
  );
}
