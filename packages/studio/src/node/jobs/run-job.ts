/** A job in a process of its own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainEvent } from '../../lab/lab.ts';
import type { SentError } from '../../lab/remote.ts';
import type { FromJob } from './job-process.ts';

export interface RunningJob {
  /** The best until then becomes its result, if there is one. */
  stop(): void;
  /** At once, without a result; its checkpoints stay. */
  kill(): void;
  readonly end: Promise<JobEnd>;
}

export type JobEnd =
  | { readonly type: 'done' | 'stopped' | 'killed' }
  | { readonly type: 'failed'; readonly error: SentError };

const program = fileURLToPath(new URL('./job-process.js', import.meta.url));
/** The last words of a process that dies. */
const lastWords = 2000;

export function runJob(folder: string, onEvent: (event: TrainEvent) => void): RunningJob {
  const child = fork(program, [folder], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said: JobEnd | undefined;
  let isKilled = false;
  let words = '';
  child.stderr?.on('data', (data: Buffer) => {
    words = `${words}${data}`.slice(-lastWords);
  });
  child.on('message', (message: FromJob) => {
    if (message.type === 'event') onEvent(message.event);
    else said = message;
  });
  const end = new Promise<JobEnd>((resolve) => {
    const died = (reason: string): JobEnd => ({
      type: 'failed',
      error: { name: 'BackendError', message: reason, code: 'backend', parts: { statement: reason } },
    });
    child.on('error', ({ message }) => resolve(died(`the training could not be started: ${message}`)));
    child.on('close', (code, signal) => {
      if (isKilled) return resolve({ type: 'killed' });
      const why = words.trim().split('\n').at(-1);
      resolve(said ?? died(`the training ended (${signal ?? `status ${code}`})${why ? `: ${why}` : ''}`));
    });
  });
  return {
    stop: () => void (child.connected && child.send('stop')),
    kill() {
      isKilled = true;
      child.kill('SIGKILL');
    },
    end,
  };
}
