/** Where a known network is fetched from: this page's server, or, from a static site, where it is kept. */
import type { KnownModel } from '@graftml/vision';
import { hasServer } from '../../state/server.ts';

export interface KnownSource {
  readonly address: string;
  /** Another host than this page's: the person has to agree. */
  readonly host?: string;
}

/** Undefined for the one that comes with the package. */
export function sourceOf({ name, source }: KnownModel): KnownSource | undefined {
  if (source.kind === 'package') return undefined;
  if (hasServer) return { address: new URL(`api/models/${name}`, document.baseURI).href };
  const { repository, revision, path } = source;
  const host = 'huggingface.co';
  return { host, address: `https://${host}/${repository}/resolve/${revision}/${path}` };
}
