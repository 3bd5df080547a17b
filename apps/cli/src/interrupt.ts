/** Ctrl-C: once asks the work to stop where nothing is lost, twice leaves. */

import { removeUnfinished } from '@graftml/vision/node';
import type { Screen } from './output/screen.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** 128 and the signal's number if one came; 0 if the reader of standard output left. */
  exitStatus(): number | undefined;
  /** Hands the signals back to the system. */
  release(): void;
}

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
const names = Object.keys(numbers) as (keyof typeof numbers)[];

/**
 * @param what what happens now, `'Stopping after this step'`
 * @param goesOn whether the same command takes up what was done
 */
export function listenForInterrupt(screen: Screen, what: string, goesOn = false): Interrupt {
  const controller = new AbortController();
  let status: number | undefined;
  const stop = (withStatus: number) => {
    status = withStatus;
    controller.abort(new Interrupted(withStatus, goesOn));
  };
  const onSignal = (name: NodeJS.Signals) => {
    if (status !== undefined) leave(name);
    screen.line(screen.colours.yellow(`${what}; once more leaves at once.`));
    stop(128 + numbers[name as keyof typeof numbers]);
  };
  const onError = () => {
    if (status === undefined) stop(0);
  };
  const leave = (name: NodeJS.Signals) => {
    release();
    removeUnfinished();
    // The default action: process.exit would wait for the runtime's thread, and tear it down in the middle of its work.
    process.kill(process.pid, name);
  };
  const release = () => {
    for (const name of names) process.off(name, onSignal);
    process.stdout.off('error', onError);
    if (status !== undefined) screen.clear();
  };
  for (const name of names) process.on(name, onSignal);
  process.stdout.on('error', onError);
  return { signal: controller.signal, exitStatus: () => status, release };
}

/** Thrown where work was given up without a result. */
export class Interrupted extends Error {
  readonly status: number;
  /** Whether the same command takes up what was done. */
  readonly goesOn: boolean;

  constructor(status: number, goesOn: boolean) {
    super('Stopped; no file was written.');
    this.name = 'Interrupted';
    this.status = status;
    this.goesOn = goesOn;
  }
}
