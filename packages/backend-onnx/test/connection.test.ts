/** What happens to the callers when the worker dies: a port that does what a crashing worker would do. */
import { BackendError } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { connect, type Port } from '../src/shared/connection.ts';
import type { Reply, Request } from '../src/shared/protocol.ts';

function fakePort() {
  const seen: Request[] = [];
  let [reply, end, isBusy] = [(_: Reply) => {}, (_: string) => {}, false];
  const port: Port = {
    post: (request) => seen.push(request),
    onReply: (listener) => {
      reply = listener;
    },
    onEnd: (listener) => {
      end = listener;
    },
    busy: (now) => {
      isBusy = now;
    },
    terminate: async () => {},
  };
  return { port, seen, reply: (r: Reply) => reply(r), end: (why: string) => end(why), isBusy: () => isBusy };
}

const about = { statement: 'the run failed', where: 'program p' };

describe('a worker that dies', () => {
  it('rejects all that wait, and all that come later, and says why', async () => {
    const { port, end } = fakePort();
    const connection = connect(port);
    const waiting = [1, 2].map((state) => connection.call('readState', { state }, about));
    end('the worker failed: out of memory');
    for (const call of waiting) {
      await expect(call).rejects.toThrow(BackendError);
      await expect(call).rejects.toThrow(/program p: the run failed.*out of memory/s);
    }
    await expect(connection.call('readState', { state: 1 }, about)).rejects.toThrow(/out of memory/);
    await connection.close();
  });

  it('has nothing left to release, and a lost device is advised about', async () => {
    const { port, reply } = fakePort();
    const connection = connect(port);
    const waiting = connection.call('readState', { state: 1 }, about);
    reply({ lost: 'the GPU was lost' });
    await expect(waiting).rejects.toThrow(/the run failed\. Received the GPU was lost\. Hint: .*try again/);
    await connection.call('release', { program: 1 }, { statement: 'the program was not released' });
    await connection.call('forgetState', { state: 1 }, { statement: 'the state was not forgotten' });
    await connection.close();
  });

  it('holds the process only while somebody waits', async () => {
    const { port, seen, reply, isBusy } = fakePort();
    const connection = connect(port);
    const calls = [1, 2].map((state) => connection.call('readState', { state }, about));
    expect(isBusy()).toBe(true);
    reply({ id: seen[0]!.id, answer: {} });
    expect(isBusy()).toBe(true);
    reply({ id: seen[1]!.id, failure: 'no' });
    expect(isBusy()).toBe(false);
    expect(await calls[0]).toEqual({});
    await expect(calls[1]).rejects.toThrow(/Received no\./);
  });
});
