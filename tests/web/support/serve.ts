/** The application as `npm start` builds and serves it, once for all tests. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { chromiumPath } from '../../support/require.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the application is; empty where there is no browser for it. */
    readonly address: string;
  }
}

const script = fileURLToPath(new URL('../../../scripts/run.mjs', import.meta.url));

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!chromiumPath()) {
    project.provide('address', '');
    return undefined;
  }
  // One that is served already, while tests are written.
  if (process.env.GRAFT_WEB) {
    project.provide('address', process.env.GRAFT_WEB);
    return undefined;
  }
  const { address, close } = await serveApp();
  project.provide('address', address);
  return close;
}

/** A server of its own, to be closed: for a test that takes it away. */
export async function serveApp(): Promise<{ readonly address: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [script, 'start', '--port', `${await freePort()}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /http:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the application was not served:\n${said}`)));
  });
  return {
    address,
    async close() {
      child.kill('SIGINT');
      await closed;
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
