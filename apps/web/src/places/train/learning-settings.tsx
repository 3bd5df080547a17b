'use client';
import type { NetworkSettings } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { Field, Select, Switch } from '../../ui/field.tsx';
import { Group, NumberSetting, type OfSettings, useSet } from './setting.tsx';
import { hasCurves } from './show.ts';

const optimizers = ['adam', 'rmsprop', 'sgd'] as const satisfies readonly NetworkSettings['optimizer'][];
const schedules = ['cosine', 'constant', 'exponential'] as const satisfies readonly NetworkSettings['schedule'][];

const isCount = (most: number) => (value: number) => Number.isInteger(value) && value >= 1 && value <= most;

export function LearningSettings({ settings }: OfSettings) {
  const { train } = useText();
  const { drawer: text } = train;
  const set = useSet();
  const { network, head } = settings;
  const change = <Name extends keyof NetworkSettings>(name: Name, value: NetworkSettings[Name]) => {
    const { [name]: _, ...others } = network;
    set({ network: value === undefined ? others : { ...others, [name]: value } });
  };
  return (
    <Group title={text.how} {...(!hasCurves(settings) && { hint: text.idle })}>
      <div className="grid grid-cols-2 gap-4">
        <Field label={text.optimizer}>
          {(ids) => (
            <Select
              {...ids}
              value={network.optimizer ?? 'adam'}
              onChange={(event) => change('optimizer', event.currentTarget.value as NetworkSettings['optimizer'])}
            >
              {optimizers.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        <NumberSetting
          label={text.rate}
          value={network.learningRate}
          open={text.open}
          isValid={(value) => value > 0 && value <= 10}
          range="0.000001 – 10"
          onChange={(value) => change('learningRate', value)}
        />
      </div>
      <Field label={text.schedule} hint={text.scheduleHint}>
        {(ids) => (
          <Select
            {...ids}
            value={network.schedule ?? 'cosine'}
            onChange={(event) => change('schedule', event.currentTarget.value as NetworkSettings['schedule'])}
          >
            {schedules.map((one) => (
              <option key={one} value={one}>
                {text.schedules[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <NumberSetting
          label={text.epochs}
          hint={text.epochsHint}
          value={network.epochs}
          open={text.open}
          isValid={isCount(1000)}
          range="1 – 1000"
          onChange={(value) => change('epochs', value)}
        />
        <NumberSetting
          label={text.patience}
          hint={text.patienceHint}
          value={network.patience}
          open={text.auto('5')}
          isValid={isCount(1000)}
          range="1 – 1000"
          onChange={(value) => change('patience', value)}
        />
        <NumberSetting
          label={text.batch}
          term={text.batchTerm}
          value={network.batchSize}
          open={text.auto('16')}
          isValid={isCount(512)}
          range="1 – 512"
          onChange={(value) => change('batchSize', value)}
        />
        <NumberSetting
          label={text.dropout}
          hint={text.dropoutHint}
          value={network.dropout}
          open={text.auto(head === 'conv' ? '0.3' : '0.2')}
          isValid={(value) => value >= 0 && value < 1}
          range="0 – 0.99"
          onChange={(value) => change('dropout', value)}
        />
        <NumberSetting
          label={text.l2}
          hint={text.l2Hint}
          value={network.l2}
          open={text.auto('0')}
          isValid={(value) => value >= 0 && value <= 1}
          range="0 – 1"
          onChange={(value) => change('l2', value)}
        />
      </div>
      <Switch
        label={text.weights}
        hint={text.weightsTerm}
        checked={network.classWeights ?? false}
        onChange={(checked) => change('classWeights', checked || undefined)}
      />
    </Group>
  );
}
