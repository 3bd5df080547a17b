/** Fetching models, from a hub on this machine. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builder, constant, graphOf, input, tensor } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { knownModel } from '@graftml/vision';
import { cacheFolder, isPulled, type PullOptions, pullModel } from '@graftml/vision/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '../../../tests/support/hub-server.ts';

/** Some 400 kB that are an ONNX model; `seed` makes another of the same size. */
function model(seed = 1): Uint8Array {
  const data = Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i * seed));
  const w = constant(tensor('float32', [100_000], data), 'w');
  return encodeGraph(graphOf({ y: builder('y').add(input('x', 'float32', [100_000]), w) }));
}
const small = encodeGraph(graphOf({ y: builder('y').relu(input('x', 'float32', [2])) }));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let hub: Hub;
let cache: string;
const kept = { ...process.env };
const pull = (name: string, options: PullOptions = {}) =>
  pullModel(name, { cache, endpoint: hub.endpoint, ...options });
const everything = () =>
  readdirSync(cache, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? entry.name : []));
const storeRanges = () => hub.requests.filter(({ host }) => host === 'store').map(({ range }) => range);

beforeAll(async () => {
  for (const name of Object.keys(process.env))
    if (/^(https?_proxy|no_proxy|HF_.*)$/i.test(name)) delete process.env[name];
  hub = await startHub();
});
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'graft-cache-'));
  hub.reset();
  hub.files.set('somebody/net/net.onnx', { content: model(), large: true });
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));
afterAll(async () => {
  await hub.close();
  Object.assign(process.env, kept);
});

describe('from the hub', () => {
  it('fetches a file once, checks it, and says how far it is', async () => {
    const seen: { done: number; total?: number }[] = [];
    const first = await pull('somebody/net', {
      onProgress: ({ done, total }) => seen.push({ done, ...(total && { total }) }),
    });
    const content = model();
    expect(first).toMatchObject({ from: 'network', verified: 'hub', sha256: sha256(content), bytes: content.length });
    expect(first.commit).toMatch(/^c0ffee/);
    expect(readFileSync(first.path).equals(content)).toBe(true);
    expect(seen.at(0)).toEqual({ done: 0, total: content.length });
    expect(seen.at(-1)).toEqual({ done: content.length, total: content.length });
    const asked = hub.requests.length;
    for (const name of ['somebody/net', 'somebody/net/net.onnx', `${hub.endpoint}/x.onnx`].slice(0, 2))
      expect(await pull(name)).toMatchObject({ from: 'cache', path: first.path, verified: 'hub' });
    expect(hub.requests).toHaveLength(asked);
    expect(await pull('somebody/net', { refresh: true })).toMatchObject({ from: 'network', path: first.path });
    expect(everything()).toEqual(['net.onnx', 'net.onnx.json']);
  });

  it('checks small files, which have the names that git gives them', async () => {
    hub.files.set('somebody/tiny/onnx/model.onnx', { content: small });
    hub.files.set('somebody/tiny/onnx/model_int8.onnx', { content: small });
    expect(await pull('somebody/tiny@refs/pr/3')).toMatchObject({ verified: 'hub', sha256: sha256(small) });
    hub.files.set('somebody/tiny/other.onnx', { content: small, claimed: '0'.repeat(40) });
    await expect(pull('somebody/tiny/other.onnx')).rejects.toThrow(/checksum differs.*Expected 0{40}/s);
  });

  it('keeps nothing whose checksum is another', async () => {
    hub.files.set('somebody/net/net.onnx', { content: model(), large: true, claimed: 'a'.repeat(64) });
    await expect(pull('somebody/net')).rejects.toThrow(/net\.onnx: is not the file that the hub has.*Expected a{64}/s);
    expect(everything()).toEqual([]);
  });

  it('fetches nothing where it must not', async () => {
    await expect(pull('somebody/net', { offline: true })).rejects.toThrow(/somebody\/net: is not here yet/);
    const { path } = await pull('somebody/net');
    hub.requests.length = 0;
    expect(await pull('somebody/net', { offline: true })).toMatchObject({ from: 'cache', path });
    await expect(pull('somebody/net/other.onnx', { offline: true })).rejects.toThrow(/is not here yet/);
    expect(hub.requests).toEqual([]);
  });

  it('sends the token to the hub and to nobody else', async () => {
    await pull('somebody/net', { token: 'secret' });
    for (const { host, authorization } of hub.requests)
      expect(authorization).toBe(host === 'hub' ? 'Bearer secret' : undefined);
    expect(new Set(hub.requests.map(({ host }) => host))).toEqual(new Set(['hub', 'store']));
    hub.requests.length = 0;
    await pull(`${hub.endpoint}/somebody/net/resolve/main/net.onnx`, { token: 'secret' });
    expect(hub.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it('honours HF_ENDPOINT, HF_TOKEN and GRAFT_CACHE', async () => {
    Object.assign(process.env, { HF_ENDPOINT: `${hub.endpoint}/`, HF_TOKEN: 'mine', GRAFT_CACHE: cache });
    try {
      const { path } = await pullModel('https://huggingface.co/somebody/net/blob/main/net.onnx');
      expect(path.startsWith(cache)).toBe(true);
      expect(hub.requests[0]!.authorization).toBe('Bearer mine');
    } finally {
      for (const name of ['HF_ENDPOINT', 'HF_TOKEN', 'GRAFT_CACHE']) delete process.env[name];
    }
  });

  it('knows models by name, and recognises them by nothing but their bytes', async () => {
    const { source } = knownModel('resnet-18')!;
    if (source.kind !== 'hub') throw new Error('not of the hub');
    expect(await isPulled(knownModel('resnet-18')!, cache)).toBe(false);
    hub.files.set(`${source.repository}/${source.path}`, { content: model(), large: true });
    const pulled = await pull('resnet-18');
    expect(pulled.known?.name).toBe('resnet-18');
    expect(pulled.verified).toBe('hub');
    expect(await isPulled(knownModel('resnet-18')!, cache)).toBe(true);
    expect((await pull(pulled.path)).known).toBeUndefined();
    expect(await pull('graft-backbone')).toMatchObject({ from: 'package', known: { name: 'graft-backbone' } });
  });

  it.each([
    ['somebody/nothing/x.onnx', /x\.onnx: is not there.*status 404.*revision/s],
    ['somebody/nothing', /not for everybody.*HF_TOKEN/s],
    ['somebody/several', /several: has several \.onnx files\. Received a\.onnx, b\.onnx.*somebody\/several\/a\.onnx/s],
    ['somebody/weights', /weights: has no \.onnx file/],
  ])('says what is wrong with %s', async (name, message) => {
    for (const file of ['several/a.onnx', 'several/b.onnx', 'weights/x.safetensors'])
      hub.files.set(`somebody/${file}`, { content: small });
    await expect(pull(name)).rejects.toThrow(message);
  });
});

describe('data in files beside the model', () => {
  /** See packages/onnx/test/reference/external.py. */
  const cases = JSON.parse(
    readFileSync(new URL('../../onnx/test/reference/external.json', import.meta.url), 'utf8'),
  ) as { name: string; model: string; files: Record<string, string> }[];
  const [first] = cases;
  const bytes = (text: string) => Buffer.from(text, 'base64');

  it('comes along, and is there before the model', async () => {
    hub.files.set('somebody/split/onnx/model.onnx', { content: bytes(first!.model) });
    await expect(pull('somebody/split')).rejects.toThrow(/is not there/);
    expect(everything().filter((name) => name.endsWith('.onnx'))).toEqual([]);
    for (const [path, data] of Object.entries(first!.files))
      hub.files.set(`somebody/split/onnx/${path}`, { content: bytes(data), large: true });
    const outside = bytes(first!.model);
    const [name] = Object.keys(first!.files);
    outside.write('../', outside.indexOf(name!));
    hub.files.set('somebody/outside/model.onnx', { content: outside });
    await expect(pull('somebody/outside')).rejects.toThrow(/outside the model's folder/);
    const { path, data, verified } = await pull('somebody/split');
    expect([data, verified]).toEqual([Object.keys(first!.files), 'hub']);
    for (const file of data) expect(readFileSync(join(path, '..', file)).equals(bytes(first!.files[file]!))).toBe(true);
  });
});

describe('what goes wrong on the way', () => {
  it('goes on where the connection broke, as often as something comes', async () => {
    hub.store.cuts = [50_000, 100_000, 70_000];
    const { verified } = await pull('somebody/net');
    expect(verified).toBe('hub');
    expect(storeRanges()).toEqual([undefined, 'bytes=50000-', 'bytes=150000-', 'bytes=220000-']);
  });

  it('stops when it is told to, and goes on the next time', async () => {
    const controller = new AbortController();
    hub.store.cuts = [60_000];
    const onProgress = ({ done }: { done: number }) => done > 0 && controller.abort(new Error('enough'));
    await expect(pull('somebody/net', { signal: controller.signal, onProgress })).rejects.toThrow('enough');
    expect(everything().sort()).toEqual(['net.onnx.part', 'net.onnx.part.json']);
    const seen: number[] = [];
    const { verified } = await pull('somebody/net', { onProgress: ({ resumed }) => seen.push(resumed) });
    expect(verified).toBe('hub');
    expect(seen[0]).toBeGreaterThan(0);
    expect(storeRanges()[1]).toBe(`bytes=${seen[0]}-`);
  });

  it('begins again where the server knows no ranges', async () => {
    Object.assign(hub.store, { cuts: [50_000], ignoresRanges: true });
    expect((await pull('somebody/net')).sha256).toBe(sha256(model()));
  });

  it.each([true, false])('begins again where the file has changed meanwhile; with a checksum: %s', async (isHub) => {
    const name = isHub ? 'somebody/net' : `${hub.endpoint}/somebody/net/resolve/main/net.onnx`;
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done > 0 && controller.abort();
    hub.store.cuts = [60_000];
    await expect(pull(name, { signal: controller.signal, onProgress })).rejects.toThrow();
    hub.files.set('somebody/net/net.onnx', { content: model(2), large: true });
    expect(await pull(name)).toMatchObject({ sha256: sha256(model(2)), verified: isHub ? 'hub' : 'unverified' });
  });

  it('does not go on where nothing would tell of a change', async () => {
    Object.assign(hub.store, { cuts: [50_000], withoutTags: true });
    await pull(`${hub.endpoint}/somebody/net/resolve/main/net.onnx`);
    expect(storeRanges()).toEqual([undefined, undefined]);
  });

  it('finishes what was whole already', async () => {
    const { path } = await pull('somebody/net');
    const note = { address: `${hub.endpoint}/somebody/net/resolve/main/net.onnx`, digest: sha256(model()) };
    writeFileSync(`${path}.part`, model());
    writeFileSync(`${path}.part.json`, JSON.stringify(note));
    expect((await pull('somebody/net', { refresh: true })).verified).toBe('hub');
    expect(storeRanges().at(-1)).toBe(`bytes=${model().length}-`);
  });

  it('tries again where the server is busy, but not without end', async () => {
    hub.store.statuses = [503];
    expect((await pull('somebody/net')).from).toBe('network');
    hub.store.cuts = [0, 0, 0, 0];
    await expect(pull('somebody/net', { refresh: true })).rejects.toThrow(/broke off\. Received 0 of \d+ bytes/);
  });

  it('tells a page from a model', async () => {
    hub.store.page = '<!doctype html><title>Sign in</title>';
    await expect(pull('somebody/net')).rejects.toThrow(/gives a web page, no model.*sign in/s);
    hub.store.page = undefined;
    const page = new TextEncoder().encode('<html>Sign in</html>');
    hub.files.set('somebody/net/net.onnx', { content: page, large: true });
    await expect(pull('somebody/net')).rejects.toThrow(/this is no ONNX model.*a web page/s);
    expect(everything()).toEqual([]);
  });

  it('says what cannot be reached, and which disk is full', async () => {
    await expect(pull('somebody/net', { endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
      /127\.0\.0\.1:9\/api.*: cannot be reached\. Received .*HTTPS_PROXY/s,
    );
    hub.files.set('somebody/huge/m.onnx', { content: new Uint8Array(8), large: true });
    const fetch: typeof globalThis.fetch = async (...args) => {
      const response = await globalThis.fetch(...args);
      if (response.status !== 200) return response;
      return new Response(response.body, { headers: { 'content-length': '1000000000000000' } });
    };
    await expect(pull('somebody/huge/m.onnx', { fetch })).rejects.toThrow(/not enough room on the disk.*GRAFT_CACHE/s);
  });

  it('is done by one process at a time', async () => {
    const { path } = await pull('somebody/net');
    writeFileSync(`${path}.lock`, `${process.pid}`);
    await expect(pull('somebody/net', { refresh: true })).rejects.toThrow(/is being fetched already/);
    writeFileSync(`${path}.lock`, '999999999');
    expect((await pull('somebody/net', { refresh: true })).from).toBe('network');
  });
});

describe('proxies', () => {
  it('goes through the proxy of the environment, except where NO_PROXY says', async () => {
    const through: string[] = [];
    const proxy = createServer((_, outgoing) => outgoing.writeHead(500).end());
    proxy.on('connect', ({ url = '' }, socket, head) => {
      through.push(url);
      const [host, port] = url.split(':');
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.write(head);
        target.pipe(socket).pipe(target);
      });
      for (const end of [target, socket]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const { port } = proxy.address() as { port: number };
    process.env.http_proxy = `http://127.0.0.1:${port}`;
    try {
      expect((await pull('somebody/net')).from).toBe('network');
      const [host] = hub.endpoint.split('/').slice(-1);
      expect(through).toContain(host);
      const asked = through.length;
      process.env.no_proxy = '127.0.0.1';
      expect((await pull('somebody/net', { refresh: true })).from).toBe('network');
      expect(through).toHaveLength(asked);
    } finally {
      delete process.env.http_proxy;
      delete process.env.no_proxy;
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});

describe('cacheFolder', () => {
  it('is where the system keeps such files, or where it is told', () => {
    expect(cacheFolder({ GRAFT_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux')).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' }, 'linux')).toBe(join('/b', 'graft'));
    expect(cacheFolder({}, 'linux')).toMatch(/[/\\]\.cache[/\\]graft$/);
    expect(cacheFolder({}, 'darwin')).toMatch(/Library[/\\]Caches[/\\]graft$/);
    expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32')).toBe(join('L', 'graft', 'Cache'));
  });
});
