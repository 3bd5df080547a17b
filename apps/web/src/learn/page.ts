/** What a page of `/learn` is. What it computes is in a file of the same name in `scenes`, which runs in a worker. */
import type { ComponentType } from 'react';
import type { Controls, Settings, SettingsOf } from './controls.ts';

export interface ViewProps<State, All extends Controls> {
  readonly state: State;
  readonly settings: SettingsOf<All>;
  readonly set: (settings: Partial<SettingsOf<All>>) => void;
}

export interface LearnPage<State, All extends Controls> {
  readonly controls: All;
  /** Settings for one click, in the order of their texts. What they do not name is as at the start. */
  readonly tries: readonly Partial<SettingsOf<All>>[];
  /** Controls that count only where others are set so: read by the tests. */
  readonly needs?: { readonly [Name in keyof All]?: Partial<SettingsOf<All>> };
  /** How many states are shown in a second; absent where there is but one. */
  readonly pace?: number;
  readonly View: ComponentType<ViewProps<State, All>>;
  /** What the example prints, by the names that the texts know. */
  readonly figures: (state: State, settings: SettingsOf<All>) => Readonly<Record<string, number | string>>;
}

/** As the frame handles them all. */
export interface AnyPage {
  readonly controls: Controls;
  readonly tries: readonly Settings[];
  readonly needs?: Readonly<Record<string, Settings>>;
  readonly pace?: number;
  readonly View: ComponentType<{
    readonly state: unknown;
    readonly settings: Settings;
    readonly set: (settings: Settings) => void;
  }>;
  readonly figures: (state: unknown, settings: Settings) => Readonly<Record<string, number | string>>;
}

/** A page, given what its scene makes. */
export const learnPage =
  <State>() =>
  <const All extends Controls>(page: LearnPage<State, All>): AnyPage =>
    page as unknown as AnyPage;
