/** `fetch` as this machine reaches the network: through the proxies of the environment, where it names some. */
import { BackendError } from '@graftml/core';

export type Fetch = typeof globalThis.fetch;

export interface Network {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/**
 * Node's own `fetch` knows no proxies before 22.21, and later only if NODE_USE_ENV_PROXY is set. Where HTTPS_PROXY or HTTP_PROXY is set
 * and that is not, the optional peer undici is loaded, whose agent honours these and NO_PROXY.
 *
 * @throws BackendError if a proxy is named and undici is not installed
 */
export async function openNetwork(
  env: Readonly<Record<string, string | undefined>> = process.env,
  nodeHonours: boolean = honoursItself(env),
): Promise<Network> {
  const proxy = env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY;
  if (!proxy || nodeHonours) return { fetch: globalThis.fetch, close: async () => {} };
  const { EnvHttpProxyAgent, fetch } = await import('undici').catch((cause: unknown) => {
    throw new BackendError('going through a proxy needs the package undici, and it does not load', {
      where: 'HTTPS_PROXY',
      hint: 'npm install undici, or set NODE_USE_ENV_PROXY=1 with Node 24',
      cause,
    });
  });
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: env.http_proxy || env.HTTP_PROXY || '',
    httpsProxy: env.https_proxy || env.HTTPS_PROXY || '',
    noProxy: env.no_proxy || env.NO_PROXY || '',
  });
  // undici's types are those of Node's fetch in all but name.
  const through = (url: string, init: object) => fetch(url, { ...init, dispatcher });
  return { fetch: through as unknown as Fetch, close: () => dispatcher.close() };
}

function honoursItself(env: Readonly<Record<string, string | undefined>>): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return env.NODE_USE_ENV_PROXY === '1' && (major >= 24 || (major === 22 && minor >= 21));
}
