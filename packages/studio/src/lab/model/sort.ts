/** The project's model on many files: what is in flight is all that is held. */
import { DataError } from '@graftml/core';
import { fitted, mapConcurrent } from '@graftml/vision';
import { brokenFile } from '../add/add-photos.ts';
import { droppedEntries, isPicture } from '../add/dropped-entries.ts';
import type { Done, Hooks, Lab, SortedRow } from '../lab.ts';
import { most } from '../networks/picture-runner.ts';
import type { LabParts } from '../parts.ts';
import { isUnsure, predictionOf } from './answer.ts';

type SortRequest = Parameters<Lab['sort']>[0];

interface Read {
  readonly path: string;
  readonly pixels?: Uint8Array;
  readonly broken?: string;
}

const decodedAtOnce = 4;

export async function sorted(
  { projectId, files, unsure: asked }: SortRequest,
  { models, runtime, pictures }: LabParts,
  { signal, onEvent }: Hooks<Done & { readonly rows: readonly SortedRow[] }>,
): Promise<Done> {
  const { classifier, runner } = await models.get(projectId);
  const { preprocessing, labels, unsure: stored } = classifier;
  const threshold = asked ?? stored?.threshold ?? 'off';
  const { entries, broken } = await droppedEntries(files);
  const total = entries.length + broken.length;
  let done = broken.length;
  onEvent?.({ done, total, rows: broken.map(({ name, reason }) => ({ path: name, broken: reason })) });

  const read = async ({ path, read }: (typeof entries)[number]): Promise<Read | undefined> => {
    signal?.throwIfAborted();
    try {
      const file = await read(signal);
      if (!isPicture(path, file)) return undefined;
      return { path, pixels: await fitted(file, preprocessing, pictures.decode) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { path, broken: brokenFile(path, error).reason };
    }
  };
  return runtime.using(runtime.latest(), async (backend) => {
    const { run } = await runner(backend);
    const answer = async (batch: readonly (Read | undefined)[]): Promise<void> => {
      const readable = batch.filter((it): it is Read & { pixels: Uint8Array } => it?.pixels !== undefined);
      const answers = await run(readable.map(({ pixels }) => pixels));
      const rows = batch.flatMap((it): SortedRow[] => {
        if (!it) return [];
        const probabilities = it.pixels && answers[readable.indexOf(it as (typeof readable)[number])];
        if (!probabilities) return [{ path: it.path, broken: it.broken! }];
        const { label, probability } = predictionOf(probabilities, labels);
        return [{ path: it.path, answer: { label, probability, unsure: isUnsure({ probability }, threshold) } }];
      });
      done += batch.length;
      onEvent?.({ done, total, rows });
    };
    let running: Promise<void> = Promise.resolve();
    let batch: (Read | undefined)[] = [];
    const next = async () => {
      const ready = batch;
      batch = [];
      await running;
      running = answer(ready);
      running.catch(() => {}); // It is thrown where it is awaited.
    };
    try {
      for await (const it of mapConcurrent(entries, decodedAtOnce, read)) {
        batch.push(it);
        if (batch.length === most) await next();
      }
      if (batch.length > 0) await next();
    } finally {
      await running;
    }
    return { done, total };
  });
}
