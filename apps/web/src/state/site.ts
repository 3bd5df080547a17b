/** Addresses of this site's own pages, whatever path it is served under. */
import { hasServer } from './server.ts';

/** What stands for the site's root in the pages of a static site; `scripts/export-site` puts the way there in its place, and into `graftSite`. */
const mark = '/@site/';

/** @param path of a page, as `learn/softmax`; of the first one unless given */
export function siteLink(path = ''): string {
  if (hasServer) return `/${path}`;
  const { graftSite = mark } = globalThis as { readonly graftSite?: string };
  return path === '' ? graftSite : `${graftSite}${path}/`;
}
