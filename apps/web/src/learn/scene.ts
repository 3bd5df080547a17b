/** What the worker is asked for and what it says. A scene is a function of settings: one state, or one after another. */
import type { Settings } from './controls.ts';
import type { PageName } from './names.ts';

// biome-ignore lint/suspicious/noExplicitAny: each scene has settings and states of its own, which its page knows
export type Scene<Chosen = any, State = unknown> = (
  settings: Chosen,
) => State | Promise<State> | AsyncGenerator<State> | Generator<State>;

export interface SceneModule {
  readonly scene: Scene;
}

/** `run` says which opening it belongs to: what is older is no longer wanted. */
export type Asked =
  | { readonly ask: 'open'; readonly run: number; readonly page: PageName; readonly settings: Settings }
  | { readonly ask: 'next'; readonly run: number; readonly count: number };

export interface Said {
  readonly run: number;
  readonly state?: unknown;
  /** There is nothing after it. */
  readonly isLast: boolean;
  readonly trouble?: string;
}
