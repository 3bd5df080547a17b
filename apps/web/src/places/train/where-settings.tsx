'use client';
import type { DeviceChoice } from '@graftml/studio';
import { hasServer } from '../../state/server.ts';
import { useText } from '../../text/text.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { DeviceLine } from './device-line.tsx';
import { Group, type OfSettings, useSet } from './setting.tsx';

const choices: readonly DeviceChoice[] = ['auto', 'webgpu', 'wasm', ...(hasServer ? (['server'] as const) : [])];

export function WhereSettings({ settings }: OfSettings) {
  const { train, backbone } = useText();
  const { drawer: text } = train;
  const set = useSet();
  const terms: Partial<Record<DeviceChoice, string>> = backbone.deviceTerms;
  return (
    <Group title={text.where}>
      <Field label={text.device} hint={settings.device === 'server' ? text.serverHint : undefined}>
        {(ids) => (
          <Select
            {...ids}
            value={settings.device}
            onChange={(event) => set({ device: event.currentTarget.value as DeviceChoice })}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {text.devices[choice]}
                {terms[choice] ? ` (${terms[choice]})` : ''}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DeviceLine />
    </Group>
  );
}
