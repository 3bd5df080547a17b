// The application's pages, made by Next: again only if something has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './step.mjs';

export const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

const skipped = new Set(['node_modules', '.next', '.site', 'test', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

/** The files that lie under a path. */
function* filesUnder(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) if (!skipped.has(name)) yield* filesUnder(join(path, name));
}

/** What the application is made of, in a number: times tell nothing, as files come out of a cache too. */
function digestOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const path of filesUnder(source)) hash.update(`${path}\n`).update(existsSync(path) ? readFileSync(path) : '');
  return hash.digest('hex');
}

/** What Next says of how far it is. */
function stageOf(line) {
  if (line.includes('Compiled')) return 'putting them together';
  const pages = /static pages .*\((\d+)\/(\d+)\)/.exec(line);
  return pages ? `${pages[1]} of ${pages[2]}` : undefined;
}

/**
 * Leaves with Next's own words if it fails.
 * @param options.folder where it goes, in `app`
 * @param options.env what else the pages are made with
 */
export async function bundle(root, app, { folder, env = {} }) {
  const stamp = join(app, folder, 'graft-built');
  const sources = [app, join(root, 'pnpm-lock.yaml'), join(root, 'examples/src')];
  for (const name of readdirSync(join(root, 'packages'))) sources.push(join(root, 'packages', name, 'dist'));
  const digest = digestOf(sources);
  const isThere = existsSync(join(app, folder, 'BUILD_ID')) && existsSync(stamp);
  if (isThere && readFileSync(stamp, 'utf8') === digest) return;
  const { status, output } = await step(
    'Making the pages',
    process.execPath,
    [join(app, 'node_modules/next/dist/bin/next'), 'build'],
    {
      cwd: app,
      env: { ...environment, ...env },
      stageOf,
    },
  );
  if (status !== 0) {
    console.error(`${output}\nThe application could not be built.`);
    process.exit(1);
  }
  // Sources that were changed meanwhile are built the next time.
  writeFileSync(stamp, digest);
}
