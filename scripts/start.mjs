// Serves the web application: builds it if something changed, finds a free port, says where it is.
import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, environment } from './bundle.mjs';

const usage = `npm start -- [options]

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
export async function start(args, { root, build }) {
  const { host, port: asked, dev } = optionsOf(args);
  const port = await freePort(asked, host);
  await build();
  const app = join(root, 'apps/web');
  if (!dev) await bundle(root, app, { folder: '.next' });

  const local = isLoopback(host);
  const token = local ? undefined : environment.GRAFT_TOKEN || randomBytes(24).toString('base64url');
  const said = local ? { GRAFT_LOOPBACK: '1', GRAFT_TOKEN: '' } : { GRAFT_TOKEN: token };
  Object.assign(process.env, environment, said, { NODE_ENV: dev ? 'development' : 'production' });
  process.chdir(app);
  const next = createRequire(join(app, 'package.json'))('next');
  const pages = next({ dev, dir: app, hostname: host, port, ...(dev && { turbopack: true }), quiet: !dev });
  await pages.prepare();
  const server = createHttpServer(pages.getRequestHandler());
  server.on('upgrade', pages.getUpgradeHandler());
  await new Promise((resolve) => server.listen(port, host, resolve));
  endWhenTold();
  tell(addressesOf(host, port, token), local ? undefined : port);
}

/** With its jobs, which end when their server does. A shell between npm and this may be ended without a word to this. */
function endWhenTold() {
  const end = () => process.exit(0);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), 500).unref();
}

/** @param port where others may reach it too */
function tell(addresses, port) {
  const lines = ['', `Graft is at ${addresses.join('\n         or ')}`];
  if (port !== undefined)
    lines.push(
      'Whoever has this address may use the server. Browsers give a page that comes neither by https nor from localhost no camera,',
      `no GPU and one thread; to have them on another machine, run there: ssh -L ${port}:localhost:${port} THIS-MACHINE`,
      'and open the address with localhost in it.',
    );
  lines.push('', 'The same without a browser, on pictures that it draws:', '  ./graft demo', '', 'Ctrl-C ends it.');
  console.log(lines.join('\n'));
}
