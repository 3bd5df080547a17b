'use client';
/** Everything of a training that can be set, folded away: the defaults are good. */
import { defaultSettings } from '@graftml/studio';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { LearningSettings } from './learning-settings.tsx';
import { PartSettings } from './part-settings.tsx';
import { WhatSettings } from './what-settings.tsx';
import { WhereSettings } from './where-settings.tsx';

interface SettingsDrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SettingsDrawer({ open, onClose }: SettingsDrawerProps) {
  const { app, train } = useText();
  const session = useSession();
  const settings = useProject((project) => project.settings);
  const reset = () => {
    const { strategy, head, validation, test, seed, device, network } = defaultSettings;
    session.apply({
      type: 'settings',
      settings: { strategy, head, validation, test, seed, device, network, at: undefined },
    });
  };
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={train.drawer.title}
      hint={train.drawer.hint}
      actions={
        <>
          <Button kind="quiet" onClick={reset}>
            {train.drawer.reset}
          </Button>
          <Button onClick={onClose}>{app.close}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-8">
        <WhereSettings settings={settings} />
        <WhatSettings settings={settings} />
        <LearningSettings settings={settings} />
        <PartSettings settings={settings} />
      </div>
    </Drawer>
  );
}
