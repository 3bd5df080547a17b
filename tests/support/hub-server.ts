/** A hub on this machine: addresses, headers and redirects as Hugging Face has them, with whatever goes wrong on networks. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubFile {
  content: Uint8Array;
  /** Kept in a store elsewhere, as large files are; else the hub gives it itself. */
  large?: boolean;
  /** What the hub says that its SHA-256 is, where that is not the truth. */
  claimed?: string;
}

export interface Request {
  readonly host: 'hub' | 'store';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface Hub {
  readonly endpoint: string;
  /** `owner/name/path` to what is there. */
  readonly files: Map<string, HubFile>;
  readonly requests: Request[];
  /** How the store behaves; may be changed at any time. */
  readonly store: {
    /** Bytes of an answer after which the connection is cut, once for each entry. */
    cuts: number[];
    /** Bytes of an answer after which nothing more comes, once for each entry. */
    stalls: number[];
    ignoresRanges: boolean;
    withoutTags: boolean;
    /** Answers with these once each, before anything else. */
    statuses: number[];
    /** A page that is given in place of any file. */
    page: string | undefined;
  };
  /** Nothing there, nothing asked, all well. */
  reset(): void;
  close(): Promise<void>;
}

const well = (): Hub['store'] => ({
  cuts: [],
  stalls: [],
  ignoresRanges: false,
  withoutTags: false,
  statuses: [],
  page: undefined,
});

const hex = (algorithm: string, ...parts: (string | Uint8Array)[]): string => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

export async function startHub(): Promise<Hub> {
  const files: Hub['files'] = new Map();
  const requests: Request[] = [];
  const store = well();
  const note = (host: Request['host'], { url = '', headers }: IncomingMessage) =>
    requests.push({ host, path: url, range: headers.range, authorization: headers.authorization });

  const storeServer = createServer((incoming, outgoing) => {
    note('store', incoming);
    const file = files.get(decodeURIComponent((incoming.url ?? '').slice(1)));
    if (!file) return void outgoing.writeHead(404).end();
    give(incoming, outgoing, file.content, store, `"store-${hex('md5', file.content)}"`);
  });
  const storeAddress = await listen(storeServer);

  const hubServer = createServer((incoming, outgoing) => {
    note('hub', incoming);
    const path = decodeURIComponent(incoming.url ?? '');
    const [, listed] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\//.exec(path) ?? [];
    if (listed) {
      const names = [...files.keys()].filter((name) => name.startsWith(`${listed}/`));
      if (names.length === 0) return void outgoing.writeHead(401).end();
      const siblings = names.map((name) => ({ rfilename: name.slice(listed.length + 1) }));
      return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ siblings }));
    }
    const [, repository, , name] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+(?:\/pr\/\d+)?)\/(.+)$/.exec(path) ?? [];
    const [, cached] = /^\/api\/resolve-cache\/(.+)$/.exec(path) ?? [];
    const key = cached ?? `${repository}/${name}`;
    const file = files.get(key);
    if (!file) return void outgoing.writeHead(404).end('Entry not found');
    const git = hex('sha1', `blob ${file.content.length}\0`, file.content);
    if (cached) return give(incoming, outgoing, file.content, store, `"${git}"`);
    const digest = file.claimed ?? (file.large ? hex('sha256', file.content) : git);
    const location = file.large ? `${storeAddress}/${encodeURIComponent(key)}` : `/api/resolve-cache/${key}`;
    outgoing.writeHead(file.large ? 302 : 307, {
      location,
      'x-repo-commit': 'c0ffee0000000000000000000000000000000000',
      'x-linked-etag': `"${digest}"`,
      'x-linked-size': `${file.content.length}`,
    });
    outgoing.end(`Found. Redirecting to ${location}`);
  });
  const endpoint = await listen(hubServer);
  const close = async () => {
    for (const server of [hubServer, storeServer]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  };
  const reset = () => {
    files.clear();
    requests.length = 0;
    Object.assign(store, well());
  };
  return { endpoint, files, requests, store, reset, close };
}

function give(
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
  content: Uint8Array,
  store: Hub['store'],
  tag: string,
): void {
  const status = store.statuses.shift();
  if (status !== undefined) return void outgoing.writeHead(status).end();
  if (store.page !== undefined) return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end(store.page);
  const [, start] = (!store.ignoresRanges && /^bytes=(\d+)-$/.exec(headers.range ?? '')) || [];
  const isSame = headers['if-range'] === undefined || headers['if-range'] === tag;
  const from = start !== undefined && isSame ? Number(start) : 0;
  const common = { 'content-type': 'binary/octet-stream', ...(!store.withoutTags && { etag: tag }) };
  if (from > 0 && from >= content.length)
    return void outgoing.writeHead(416, { ...common, 'content-range': `bytes */${content.length}` }).end();
  const body = content.subarray(from);
  outgoing.writeHead(from > 0 ? 206 : 200, {
    ...common,
    'content-length': body.length,
    ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
  });
  const stall = store.stalls.shift();
  if (stall !== undefined) return void outgoing.write(body.subarray(0, stall));
  const cut = store.cuts.shift();
  if (cut === undefined || cut >= body.length) return void outgoing.end(body);
  outgoing.write(body.subarray(0, cut), () => setTimeout(() => outgoing.destroy(), 20));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
