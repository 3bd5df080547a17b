// The application without its server, as a folder that any web host serves under any path.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from '../bundle.mjs';
import { relativeChunk } from './chunks.mjs';
import { iconFiles, manifest } from './icons.mjs';
import { exportedPage } from './pages.mjs';
import { weightOf } from './weight.mjs';

const usage = `npm run export-site -- [options]

  --out DIR  where the site goes; site/ unless given. A site that is there is replaced`;

/** What says that a folder was made by this. */
const mark = 'version.json';

function leave(message, status) {
  console.error(message);
  process.exit(status);
}

function outOf(args) {
  let values;
  try {
    values = parseArgs({ args, options: { out: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    leave(`${error.message}\n\n${usage}`, 2);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const out = resolve(values.out ?? 'site');
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, mark)))
    leave(`${out} holds something else than a site of Graft. Choose another folder with --out.`, 1);
  return out;
}

/** The files below a folder, by path. */
function filesIn(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path))]));
}

/** What a browser asks for: scripts, styles, and what they load. */
function assetsOf(built) {
  const wanted = Object.entries(filesIn(join(built, 'static'))).filter(
    // Sources of workers, which are also bundled; and what tells the old router which pages there are.
    ([path]) => !/\.(map|ts)$|Manifest\.js$|media\/(worker|icon)\./.test(path),
  );
  return wanted.map(([path, bytes]) => {
    const isChunk = path.startsWith('chunks/') && path.endsWith('.js');
    return [`_next/static/${path}`, isChunk ? Buffer.from(relativeChunk(path, `${bytes}`)) : bytes];
  });
}

/** Where each page goes: a folder of its own, so that its address needs no ending. */
function pagesOf(built) {
  const made = Object.entries(filesIn(join(built, 'server/app'))).filter(([path]) => /^(?!_).*\.html$/.test(path));
  return made.map(([path, html]) => [path === 'index.html' ? path : path.replace(/\.html$/, '/index.html'), `${html}`]);
}

/** When a browser keeps a file: with the site, or when its runtime is needed. */
const groupOf = (path) => {
  if (!/\.(wasm|onnx|mjs)$/.test(path)) return 'core';
  return /webgpu|asyncify/.test(path) ? 'webgpu' : 'wasm';
};

const sha = (bytes, encoding = 'base64') => createHash('sha256').update(bytes).digest(encoding);

function serviceWorker(source, { version, policy, files }) {
  const described = Object.entries(files).map(([path, bytes]) => [
    path,
    { group: groupOf(path), integrity: `sha256-${sha(bytes)}` },
  ]);
  const site = { version, policy, files: Object.fromEntries(described) };
  return `const site = ${JSON.stringify(site, null, 1)};\n\n${source}`;
}

/** All files of the site, by path. @param guard what `@graftml/studio/guard` has */
async function siteOf(app, { pageRules, filePolicy, modelHosts }) {
  const built = join(app, '.site');
  const policy = filePolicy(modelHosts);
  const own = (name) => readFileSync(join(app, 'site', name), 'utf8');
  const svg = readFileSync(join(app, 'app/icon.svg'), 'utf8');
  const pages = pagesOf(built);
  const description = /<meta name="description" content="([^"]*)"/.exec(
    pages.find(([path]) => path === 'index.html')[1],
  );
  const files = {
    ...Object.fromEntries(assetsOf(built)),
    ...(await iconFiles(createRequire(join(app, 'package.json'))('sharp'), svg)),
    'icon.svg': svg,
    'boot.js': own('boot.js'),
    'manifest.webmanifest': JSON.stringify(manifest(description[1]), null, 2),
  };
  const everything = [
    ...Object.entries(files),
    ...pages,
    ['sw.js', own('sw.js')],
    ['policy', `${pageRules} ${policy}`],
  ];
  const version = sha(everything.map(([path, bytes]) => `${path} ${sha(bytes)}`).join('\n'), 'hex').slice(0, 12);
  for (const [path, html] of pages)
    files[path] = exportedPage(html, path, { version, policy: pageRules, hosts: modelHosts });
  return {
    ...files,
    'sw.js': serviceWorker(own('sw.js'), { version, policy, files }),
    '404.html': own('404.html'),
    // Else some hosts leave out what begins with an underscore.
    '.nojekyll': '',
    [mark]: `${JSON.stringify({ version })}\n`,
  };
}

function write(out, files) {
  const part = `${out}.part`;
  rmSync(part, { recursive: true, force: true });
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(part, path)), { recursive: true });
    writeFileSync(join(part, path), bytes);
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(dirname(out), { recursive: true });
  renameSync(part, out);
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** @param build builds the packages */
export async function exportSite(args, { root, build }) {
  const out = outOf(args);
  await build();
  const app = join(root, 'apps/web');
  await bundle(root, app, { folder: '.site', env: { NEXT_PUBLIC_GRAFT_STATIC: '1' } });
  const guard = await import(pathToFileURL(join(root, 'packages/studio/dist/guard/index.js')));
  const files = await siteOf(app, guard);
  write(out, files);
  const sizes = Object.values(files).map((bytes) => Buffer.byteLength(bytes));
  const shown = relative(process.cwd(), out) || '.';
  const { first, program, runtime } = weightOf(files, (path) => groupOf(path) === 'wasm');
  console.log(
    [
      `The site is in ${shown}: ${sizes.length} files, ${megabytes(sizes.reduce((a, b) => a + b))}. Any web host can serve it, under any path.`,
      `First load without the runtime: ${kilobytes(first)} gzip; then the rest of the program, at most ${kilobytes(program)}; when it is needed,`,
      `ONNX Runtime with the embedded network, ${megabytes(runtime)}.`,
      '',
      'To try it:',
      `  node scripts/serve-site.mjs ${shown}`,
    ].join('\n'),
  );
}
