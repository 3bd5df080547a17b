'use client';
/** That a project is open in one tab only. */

export interface ProjectLock {
  release(): void;
}

export interface LockOptions {
  readonly id: string;
  /** From the tab that has it. It is told first, so that it saves. */
  readonly take?: boolean;
  /** Another tab takes it: what has to be done before it does. */
  readonly onTaken: () => Promise<void>;
}

const channelName = 'graft-projects';
/** So long a tab may take to save, in milliseconds, before it is not asked any more: it may be frozen. */
const patience = 3000;

/** The lock of a project until it is released; undefined where another tab has it. */
export async function lockProject({ id, take = false, onTaken }: LockOptions): Promise<ProjectLock | undefined> {
  // Pages that are not from this machine and without TLS have no locks.
  if (!navigator.locks) return { release: () => {} };
  const name = `graft-project-${id}`;
  if (!take) return request(name, { ifAvailable: true }, id, onTaken);
  const channel = new BroadcastChannel(channelName);
  channel.postMessage({ id });
  channel.close();
  const handed = await request(name, { signal: AbortSignal.timeout(patience) }, id, onTaken).catch(() => undefined);
  return handed ?? request(name, { steal: true }, id, onTaken);
}

function request(
  name: string,
  options: LockOptionsOfBrowser,
  id: string,
  onTaken: () => Promise<void>,
): Promise<ProjectLock | undefined> {
  return new Promise((resolve, reject) => {
    let release = () => {};
    const channel = new BroadcastChannel(channelName);
    const leave = async () => {
      channel.close();
      try {
        await onTaken();
      } finally {
        release();
      }
    };
    channel.onmessage = ({ data }: MessageEvent<{ readonly id: string }>) => {
      if (data.id === id) void leave();
    };
    let held = false;
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) {
          channel.close();
          return resolve(undefined);
        }
        held = true;
        return new Promise<void>((done) => {
          release = () => {
            channel.close();
            done();
          };
          resolve({ release });
        });
      })
      .catch((error: unknown) => {
        channel.close();
        // Taken without being asked: this tab was too slow.
        if (held) void onTaken();
        else reject(error);
      });
  });
}

type LockOptionsOfBrowser = Parameters<LockManager['request']>[1] & object;
