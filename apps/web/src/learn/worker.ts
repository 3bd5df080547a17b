/** Computes what the pages show, in a thread of its own. */
import { type Run, runOf } from './run-scene.ts';
import type { Asked, Said } from './scene.ts';
import { scenes } from './scenes/index.ts';

let current: { readonly id: number; readonly run: Promise<Run> } | undefined;

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  void answer(data).catch((error: unknown) => {
    const trouble = error instanceof Error ? error.message : String(error);
    self.postMessage({ run: data.run, isLast: true, trouble } satisfies Said);
  });
};

async function answer(asked: Asked): Promise<void> {
  if (asked.ask === 'open') {
    const before = current;
    const run = scenes[asked.page]().then(({ scene }) => runOf(scene, asked.settings));
    current = { id: asked.run, run };
    void before?.run.then((it) => it.close()).catch(() => {});
  }
  const mine = current;
  if (mine?.id !== asked.run) return;
  const said = await (await mine.run).next(asked.ask === 'open' ? 1 : asked.count);
  if (current === mine) self.postMessage({ run: asked.run, ...said } satisfies Said);
}
