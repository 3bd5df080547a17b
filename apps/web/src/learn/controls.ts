/** What can be set on a page, and the settings that follow from it. */

interface Common {
  /** Only the picture looks at it: what runs goes on. */
  readonly live?: boolean;
}

export interface SliderControl extends Common {
  readonly kind: 'slider';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly start: number;
  /** In steps of a factor: `min` and `max` are above 0, and `step` is of the exponent of 10. */
  readonly isLog?: boolean;
  /** Behind the value. */
  readonly unit?: string;
}

export interface ChoiceControl<Value extends string = string> extends Common {
  readonly kind: 'choice';
  readonly values: readonly Value[];
  readonly start: Value;
}

export interface SwitchControl extends Common {
  readonly kind: 'switch';
  readonly start: boolean;
}

/** A seed: a button that draws other random numbers. */
export interface DrawControl extends Common {
  readonly kind: 'draw';
  readonly start: number;
}

export type Control = SliderControl | ChoiceControl | SwitchControl | DrawControl;
export type Controls = Readonly<Record<string, Control>>;
export type Setting = number | string | boolean;
export type Settings = Readonly<Record<string, Setting>>;

export type SettingsOf<All extends Controls> = {
  readonly [Name in keyof All]: All[Name] extends ChoiceControl<infer Value>
    ? Value
    : All[Name] extends SwitchControl
      ? boolean
      : number;
};

export const slider = (options: Omit<SliderControl, 'kind'>): SliderControl => ({ kind: 'slider', ...options });
export const choice = <const Value extends string>(
  values: readonly Value[],
  start: NoInfer<Value>,
  options: Common = {},
): ChoiceControl<Value> => ({ kind: 'choice', values, start, ...options });
export const toggle = (start: boolean, options: Common = {}): SwitchControl => ({ kind: 'switch', start, ...options });
export const draw: DrawControl = { kind: 'draw', start: 1 };

export const startOf = (controls: Controls): Settings =>
  Object.fromEntries(Object.entries(controls).map(([name, { start }]) => [name, start]));

/** Without those that only the picture looks at. */
export const forScene = (controls: Controls, settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !controls[name]?.live));

/** `temperature=2&scores=none`: what is not as at the start. */
export function fragmentOf(controls: Controls, settings: Settings): string {
  const changed = Object.entries(controls).filter(([name, { start }]) => settings[name] !== start);
  return new URLSearchParams(changed.map(([name]) => [name, String(settings[name])])).toString();
}

/** What such a fragment says, as far as it can be; the start else. */
export function settingsIn(controls: Controls, fragment: string): Settings {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  return Object.fromEntries(
    Object.entries(controls).map(([name, control]) => [name, read(control, said.get(name)) ?? control.start]),
  );
}

function read(control: Control, said: string | null): Setting | undefined {
  if (said === null || said === '') return undefined;
  switch (control.kind) {
    case 'slider': {
      const value = Number(said);
      return Number.isFinite(value) ? Math.min(control.max, Math.max(control.min, value)) : undefined;
    }
    case 'choice':
      return control.values.find((value) => value === said);
    case 'switch':
      return said === 'true' ? true : said === 'false' ? false : undefined;
    case 'draw':
      return /^\d{1,6}$/.test(said) ? Number(said) : undefined;
  }
}
