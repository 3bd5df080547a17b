/** Questions and answers across threads. The same in Node and in browsers. */
import { BackendError } from '@graftml/core';
import type { Call, Calls, Reply, Request } from './protocol.ts';

/** A worker, as the connection needs it. */
export interface Port {
  post(request: Request, transfer: readonly ArrayBuffer[]): void;
  onReply(listener: (reply: Reply) => void): void;
  /** Called when the worker is gone: why, in its own words. */
  onEnd(listener: (why: string) => void): void;
  /** Told whether anybody waits for a reply: an idle worker must not keep the process alive. */
  busy(isBusy: boolean): void;
  terminate(): Promise<void>;
}

/** What a failure is reported as. */
export interface About {
  readonly statement: string;
  readonly where?: string;
  readonly hint?: string;
}

export interface Connection {
  /** Rejects with a BackendError: `about`, and the runtime's own words. */
  call<C extends Call>(
    call: C,
    ask: Calls[C]['ask'],
    about: About,
    transfer?: readonly ArrayBuffer[],
  ): Promise<Calls[C]['answer']>;
  /** Lets what was asked before finish, then ends the worker. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (why: string, code?: string) => void;
}

export function connect(port: Port): Connection {
  const pending = new Map<number, Waiting>();
  let last = 0;
  let ended: string | undefined;
  let isLost = false;
  let closing: Promise<void> | undefined;

  const end = (why: string) => {
    ended ??= why;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  };
  port.onReply((reply) => {
    if ('lost' in reply) {
      isLost = true;
      return end(reply.lost);
    }
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) port.busy(false);
    if ('failure' in reply) waiting?.reject(reply.failure, reply.code);
    else waiting?.resolve(reply.answer);
  });
  port.onEnd(end);

  const connection: Connection = {
    call: <C extends Call>(call: C, ask: Calls[C]['ask'], about: About, transfer: readonly ArrayBuffer[] = []) =>
      new Promise<Calls[C]['answer']>((resolve, rejectWith) => {
        const { statement, ...details } = about;
        const reject = (received: string, code?: string) => {
          const advice = isLost && { hint: 'nothing else is harmed: try again, it begins anew with the device' };
          rejectWith(
            new BackendError(statement, { ...advice, ...details, received, ...(code && { cause: { code } }) }),
          );
        };
        // With the worker went what it held; what made it go is said by the call that suffered from it.
        if (ended !== undefined && (call === 'release' || call === 'forgetState')) return resolve(undefined as never);
        if (ended !== undefined) return reject(ended);
        const id = ++last;
        pending.set(id, { resolve: resolve as Waiting['resolve'], reject });
        port.busy(true);
        port.post({ id, call, ask }, transfer);
      }),
    close() {
      closing ??= (async () => {
        const stopped = connection.call('stop', {}, { statement: 'the worker did not stop' });
        ended ??= 'the backend was disposed before';
        await stopped.catch(() => {});
        await port.terminate();
      })();
      return closing;
    },
  };
  return connection;
}
