// Serves the web application: builds it if something changed, finds a free port, says where it is.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `npm run -s web -- [options]

  --port N     the port; 3000 or the next that is free unless given
  --host NAME  the address to listen on; 127.0.0.1, this machine alone, unless given
  --dev        as it is worked on: pages change as their files do`;

function leave(message, status) {
  console.error(message);
  process.exit(status);
}

function optionsOf(args) {
  let values;
  try {
    const string = { type: 'string' };
    const boolean = { type: 'boolean', default: false };
    values = parseArgs({ args, options: { port: string, host: string, dev: boolean, help: boolean } }).values;
  } catch (error) {
    leave(`${error.message}\n\n${usage}`, 2);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const { host = '127.0.0.1', dev } = values;
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536))
    leave(`--port: expected a number from 1 to 65535, received '${values.port}'.`, 2);
  return { host, port, dev };
}

/** Why a port cannot be had, or undefined. */
const troubleWith = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }) => resolve(code));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });

async function freePort(asked, host) {
  const first = asked ?? 3000;
  const last = asked ?? first + 50;
  for (let port = first; port <= last; port++) {
    const trouble = await troubleWith(port, host);
    if (trouble === undefined) return port;
    if (trouble === 'EADDRINUSE') continue;
    if (trouble === 'EACCES') leave(`Port ${port} may not be used here. Choose one above 1023 with --port.`, 1);
    leave(`There is no address '${host}' on this machine (${trouble}). Choose another with --host.`, 1);
  }
  leave(
    asked
      ? `Port ${asked} is taken. Choose another with --port, or leave it out.`
      : 'Ports 3000 to 3050 are taken. Choose one with --port.',
    1,
  );
}

/** The time of the newest file that the application is made of. */
function newest(path) {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there?.isDirectory()) return there?.mtimeMs ?? 0;
  const skipped = new Set(['node_modules', '.next', 'test']);
  return Math.max(0, ...readdirSync(path).map((name) => (skipped.has(name) ? 0 : newest(join(path, name)))));
}

function bundle(root, app) {
  const stamp = join(app, '.next', 'graft-built');
  const sources = [app, join(root, 'examples/src'), join(root, 'pnpm-lock.yaml')];
  for (const name of readdirSync(join(root, 'packages'))) sources.push(join(root, 'packages', name, 'dist'));
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (existsSync(join(app, '.next', 'BUILD_ID')) && Math.max(...sources.map(newest)) < built) return;
  console.error('Building the application (a minute or so, only when something changed)…');
  const began = new Date();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [nextOf(app), 'build'], {
    ...{ cwd: app, encoding: 'utf8', env: environment, maxBuffer: 2 ** 28 },
  });
  if (status !== 0) leave(`${stdout}\n${stderr}\n${error?.message ?? 'The application could not be built.'}`, 1);
  // Sources that were changed meanwhile are built the next time.
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}

const nextOf = (app) => join(app, 'node_modules/next/dist/bin/next');
const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
const isLoopback = (host) => ['127.0.0.1', 'localhost', '::1'].includes(host);

/** As a person may type it. */
function addressesOf(host, port, token) {
  const all = Object.values(networkInterfaces()).flat();
  const names =
    host === '0.0.0.0' || host === '::'
      ? all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
      : [host];
  return names.map(
    (name) => `http://${name.includes(':') ? `[${name}]` : name}:${port}/${token ? `?token=${token}` : ''}`,
  );
}

/** @param build builds the packages */
export async function web(args, { root, build }) {
  const { host, port: asked, dev } = optionsOf(args);
  const port = await freePort(asked, host);
  build();
  const app = join(root, 'apps/web');
  if (!dev) bundle(root, app);

  const local = isLoopback(host);
  const token = local ? undefined : environment.GRAFT_TOKEN || randomBytes(24).toString('base64url');
  const child = spawn(process.execPath, [nextOf(app), dev ? 'dev' : 'start', '-H', host, '-p', String(port)], {
    cwd: app,
    env: { ...environment, ...(local ? { GRAFT_LOOPBACK: '1', GRAFT_TOKEN: '' } : { GRAFT_TOKEN: token }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isReady = false;
  child.stdout.on('data', (data) => {
    if (isReady) process.stdout.write(data);
    else if (`${data}`.includes('Ready')) {
      isReady = true;
      tell(addressesOf(host, port, token), local);
    }
  });
  // Ctrl-C reaches the server too: it ends, and this with it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) =>
    process.exit(isReady && (signal || code === 130 || code === 143) ? 0 : (code ?? 1)),
  );
}

function tell(addresses, local) {
  const lines = ['', `Graft is at ${addresses.join('\n         or ')}`];
  if (!local)
    lines.push(
      'Whoever has this address may use the server. Browsers give a page that does not come by https or from localhost',
      'neither camera nor GPU nor threads; to have them: ssh -L 3000:localhost:3000 from the other machine.',
    );
  lines.push(
    '',
    'Or without a browser, on a folder with a folder of pictures for each class:',
    '  ./graft train photos/',
    '',
    'Ctrl-C ends it.',
  );
  console.log(lines.join('\n'));
}
