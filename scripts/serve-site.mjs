#!/usr/bin/env node
// Serves a folder as a plain web host would: no headers but the type of a file, under any path.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `node scripts/serve-site.mjs [DIR] [options]

  DIR          the folder; site/ unless given
  --base PATH  under which path: / unless given
  --port N     the port; 8080 unless given`;

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** Answers as GitHub Pages and most others do: a folder is its index.html, and has a slash at its end. */
export function siteServer(folder, base = '/') {
  const read = (path) => readFile(join(folder, path)).catch(() => undefined);
  return createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const send = (status, path, bytes) =>
      response.writeHead(status, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes);
    const asked = normalize(decodeURIComponent(pathname)).replaceAll('\\', '/');
    const path = asked.startsWith(base) ? asked.slice(base.length) : undefined;
    const index = path === '' || path?.endsWith('/') ? `${path}index.html` : path;
    const bytes = index === undefined ? undefined : await read(index);
    if (bytes) return send(200, index, bytes);
    const isFolder = `${asked}/` === base || (path !== undefined && (await read(`${path}/index.html`)));
    if (isFolder) return response.writeHead(301, { Location: `${pathname}/` }).end();
    send(404, '404.html', (await read('404.html')) ?? 'There is no such page.');
  });
}

function main(args) {
  const string = { type: 'string' };
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { base: string, port: string, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(usage);
  const base = `/${values.base ?? ''}/`.replaceAll(/\/+/g, '/');
  const port = Number(values.port ?? 8080);
  const server = siteServer(resolve(positionals[0] ?? 'site'), base);
  server
    .on('error', ({ message }) => {
      console.error(`${message}. Choose another port with --port.`);
      process.exit(1);
    })
    .listen(port, '127.0.0.1', () => console.log(`http://localhost:${server.address().port}${base}\nCtrl-C ends it.`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
