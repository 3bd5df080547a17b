'use client';
/** What can be done with something, behind one button. */
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Keys } from './keys.tsx';

export interface MenuProps {
  /** The button. */
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
}

/** @param children `MenuItem`, `MenuChoice`, `MenuLine` */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-auto rounded-card border border-line bg-surface p-1.5 text-ink shadow-lift"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const item =
  'flex h-9 cursor-pointer items-center gap-2.5 rounded-small px-2.5 text-small outline-none select-none data-disabled:pointer-events-none data-disabled:opacity-40 data-highlighted:bg-sunken';

export interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly onSelect: () => void;
  readonly keys?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export const MenuItem = ({ icon: Icon, onSelect, keys, danger, disabled = false, children }: MenuItemProps) => (
  <DropdownMenu.Item onSelect={onSelect} disabled={disabled} className={classes(item, danger && 'text-wrong')}>
    {Icon && <Icon size={16} aria-hidden className={danger ? '' : 'text-soft'} />}
    <span className="flex-1">{children}</span>
    {keys && <Keys keys={keys} />}
  </DropdownMenu.Item>
);

export interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly onChoose: (value: Value) => void;
}

/** One of several. */
export const MenuChoice = <Value extends string>({ label, value, choices, onChoose }: MenuChoiceProps<Value>) => (
  <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChoose(next as Value)}>
    <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-faint text-small">{label}</DropdownMenu.Label>
    {choices.map((one) => (
      <DropdownMenu.RadioItem key={one.value} value={one.value} className={item}>
        <span className="flex-1">{one.label}</span>
        <DropdownMenu.ItemIndicator>
          <Check size={16} className="text-accent" aria-hidden />
        </DropdownMenu.ItemIndicator>
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
);

export const MenuLine = () => <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;
