/** The events of a job, numbered: whoever was away asks for those after the last that it saw. */
import { appendFile, readFile } from 'node:fs/promises';
import type { TrainEvent } from '../../lab/lab.ts';

/** What a job told, with its number, from 1. */
export interface NumberedEvent {
  /** Greater than that of every event before. */
  readonly n: number;
  readonly event: TrainEvent;
}

export interface JobLog {
  add(event: TrainEvent): NumberedEvent;
  /** Those after a number that still say something: epochs, the device, the latest answers, and the latest of all. */
  after(n: number): readonly NumberedEvent[];
}

/** What came before is read from the file; what lasts is written to it. */
export async function jobLog(path: string): Promise<JobLog> {
  const lasting = linesOf(await readFile(path, 'utf8').catch(() => ''));
  const latest = new Map<'answers' | 'passing', NumberedEvent>();
  let last = lasting.at(-1)?.n ?? 0;
  let written: Promise<unknown> = Promise.resolve();
  return {
    add(event) {
      // By the clock, so that they go on rising after a restart, though not all are kept.
      last = Math.max(last + 1, Date.now());
      const numbered = { n: last, event };
      if (lasts(event)) {
        lasting.push(numbered);
        // Without it only the curves of the past are missing.
        written = written.then(() => appendFile(path, `${JSON.stringify(numbered)}\n`)).catch(() => {});
      } else latest.set(event.phase === 'answers' ? 'answers' : 'passing', numbered);
      return numbered;
    },
    after: (n) => [...lasting, ...latest.values()].filter((one) => one.n > n).sort((a, b) => a.n - b.n),
  };
}

const lasts = (event: TrainEvent): boolean =>
  event.phase === 'device' || ('training' in event && event.training?.phase === 'epoch');

/** A line that was cut off is left out. */
function linesOf(text: string): NumberedEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as NumberedEvent] : [];
    } catch {
      return [];
    }
  });
}
