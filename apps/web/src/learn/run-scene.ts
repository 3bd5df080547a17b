/** Goes through the states of a scene. */
import type { Settings } from './controls.ts';
import type { Scene } from './scene.ts';

export interface Run {
  /** The state so many further; the last one where there are fewer. */
  next(count: number): Promise<{ readonly state?: unknown; readonly isLast: boolean }>;
  close(): Promise<void>;
}

export async function runOf(scene: Scene, settings: Settings): Promise<Run> {
  const made = await scene(settings);
  const states = isGenerator(made) ? made : once(made);
  return {
    async next(count) {
      let last: { readonly state: unknown } | undefined;
      for (let i = 0; i < count; i++) {
        const { value, done } = await states.next();
        if (done) return { ...last, isLast: true };
        last = { state: value };
      }
      return { ...last, isLast: false };
    },
    async close() {
      await states.return?.(undefined);
    },
  };
}

type States = AsyncGenerator<unknown> | Generator<unknown>;

const isGenerator = (made: unknown): made is States =>
  typeof made === 'object' && made !== null && 'next' in made && typeof made.next === 'function';

function* once(state: unknown): Generator<unknown> {
  yield state;
}
