// The application's pages, made by Next: again only if something has changed.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './step.mjs';

export const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };

/** The time of the newest file that the application is made of. */
function newest(path) {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there?.isDirectory()) return there?.mtimeMs ?? 0;
  const skipped = new Set(['node_modules', '.next', '.site', 'test']);
  return Math.max(0, ...readdirSync(path).map((name) => (skipped.has(name) ? 0 : newest(join(path, name)))));
}

/** What Next says of how far it is. */
function stageOf(line) {
  if (line.includes('Compiled')) return 'putting them together';
  const pages = /static pages .*\((\d+)\/(\d+)\)/.exec(line);
  return pages ? `${pages[1]} of ${pages[2]}` : undefined;
}

/**
 * Leaves with Next's own words if it fails.
 * @param folder where it goes, in `app`
 * @param options.folder where it goes, in `app`
 * @param options.env what else the pages are made with
 */
export async function bundle(root, app, { folder, env = {} }) {
  const stamp = join(app, folder, 'graft-built');
  const sources = [app, join(root, 'pnpm-lock.yaml'), join(root, 'examples/src')];
  for (const name of readdirSync(join(root, 'packages'))) sources.push(join(root, 'packages', name, 'dist'));
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (existsSync(join(app, folder, 'BUILD_ID')) && Math.max(...sources.map(newest)) < built) return;
  const began = new Date();
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
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}
