/** Ctrl-C: once asks the work to stop where nothing is lost, twice leaves. */
import type { Screen } from './output/screen.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** 128 and the signal's number, if one came. */
  exitStatus(): number | undefined;
  /** Hands the signals back to the system. */
  release(): void;
}

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
type SignalName = keyof typeof numbers;

/** @param what what happens now, `'Stopping after this step'` */
export function listenForInterrupt(screen: Screen, what: string): Interrupt {
  const controller = new AbortController();
  let status: number | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (status !== undefined) process.exit(128 + numbers[name as SignalName]);
    status = 128 + numbers[name as SignalName];
    screen.line(screen.colours.yellow(`${what}; once more leaves at once.`));
    controller.abort(new Interrupted(status));
  };
  const names = Object.keys(numbers) as SignalName[];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitStatus: () => status,
    release: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}

/** Thrown where work was given up without a result. */
export class Interrupted extends Error {
  readonly status: number;

  constructor(status: number) {
    super('Stopped; no file was written.');
    this.name = 'Interrupted';
    this.status = status;
  }
}
