/** Where fetched models are kept. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** `GRAFT_CACHE`, else `graft` in the place that the system has for such files. */
export function cacheFolder(env: Environment = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.GRAFT_CACHE) return env.GRAFT_CACHE;
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'graft');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'graft', 'Cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'graft');
  return join(homedir(), '.cache', 'graft');
}

/** The folder of one revision of a repository, under which its files have their own paths. */
export const repositoryFolder = (cache: string, repository: string, revision: string): string =>
  join(cache, 'models', 'hub', ...repository.split('/'), encodeURIComponent(revision));

/** The folder of what an address gives; addresses that differ in anything have folders of their own. */
export function addressFolder(cache: string, address: string): string {
  const digest = createHash('sha256').update(address).digest('hex').slice(0, 16);
  return join(cache, 'models', 'url', new URL(address).hostname, digest);
}
