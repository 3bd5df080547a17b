'use client';
/** Language and theme. */
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { usePreference } from '../state/preference.ts';
import { type Language, languages, useSpoken } from '../text/text.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from './menu.tsx';

export interface LookMenuProps {
  readonly trigger: ReactElement;
  readonly extra?: { readonly icon: LucideIcon; readonly label: string; readonly act: () => void };
}

export function LookMenu({ trigger, extra }: LookMenuProps) {
  const { language, text, speak } = useSpoken();
  const [theme, setTheme] = usePreference('theme');
  return (
    <Menu trigger={trigger}>
      {extra && (
        <>
          <MenuItem icon={extra.icon} onSelect={extra.act}>
            {extra.label}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuChoice
        label={text.app.look}
        value={theme || 'system'}
        choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: text.app.theme[value] }))}
        onChoose={(next) => setTheme(next === 'system' ? '' : next)}
      />
      <MenuLine />
      <MenuChoice
        label={text.app.language}
        value={language}
        choices={(Object.keys(languages) as Language[]).map((value) => ({ value, label: languages[value].language }))}
        onChoose={speak}
      />
    </Menu>
  );
}
