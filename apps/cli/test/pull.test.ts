/** `graft models` and `graft pull`, with a hub on this machine. */
import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builder, constant, graphOf, input, tensor } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { knownModel, knownModels } from '@graftml/vision';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hub, startHub } from '../../../tests/support/hub-server.ts';
import { graft, type Options, removeFolders, temporaryFolder } from './support/graft.ts';

let hub: Hub;
let folder: string;
let cache: string;
const run = (args: readonly string[], options: Partial<Options> = {}) =>
  graft(args, {
    cwd: folder,
    ...options,
    env: { HF_ENDPOINT: hub.endpoint, HF_TOKEN: '', GRAFT_CACHE: cache, no_proxy: '127.0.0.1', ...options.env },
  });

const w = constant(tensor('float32', [50_000], new Float32Array(50_000).fill(0.5)), 'w');
const model = encodeGraph(graphOf({ y: builder('y').add(input('x', 'float32', [50_000]), w) }));

beforeAll(async () => {
  hub = await startHub();
  folder = await temporaryFolder();
  cache = join(folder, 'cache');
  hub.files.set('somebody/net/onnx/model.onnx', { content: model, large: true });
  const { source } = knownModel('resnet-18')!;
  if (source.kind === 'hub') hub.files.set(`${source.repository}/${source.path}`, { content: model, large: true });
  await writeFile(join(folder, 'own.onnx'), model);
});
afterAll(async () => {
  await hub.close();
  await removeFolders();
});

describe('models', () => {
  it('lists what is known, and what is here', async () => {
    const { status, stdout } = await run(['models']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^graft-backbone +MobileNetV2 .* 2\.9 MB +128×128 RGB .*✓$/m);
    expect(stdout).toMatch(/^resnet-18 +ResNet-18, v1 +46\.8 MB +224×224 RGB +69\.9 %, ONNX model zoo +Apache-2\.0$/m);
    expect(stdout).toContain(`kept in ${cache}`);
    expect(stdout).toMatch(/graft pull \S+\n$/);
  });

  it('says the same as JSON', async () => {
    const { models, ...rest } = JSON.parse((await run(['models', '--json'])).stdout);
    expect(rest).toEqual({ cache });
    expect(models.map(({ name }: { name: string }) => name)).toEqual(knownModels.map(({ name }) => name));
    expect(models[0]).toMatchObject({ here: true, sha256: null, preprocessing: { width: 128 } });
  });
});

describe('pull', () => {
  it('keeps nothing of a model whose checksum is wrong', async () => {
    hub.files.set('somebody/forged/onnx/model.onnx', { content: model, large: true, claimed: 'ab'.repeat(32) });
    const fresh = join(folder, 'fresh');
    const { status, stdout, stderr } = await run(['pull', 'somebody/forged'], { env: { GRAFT_CACHE: fresh } });
    expect(stderr.replace(/\s+/g, ' ')).toMatch(/checksum/i);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([status, stdout]).toEqual([1, '']);
    const left = await readdir(fresh, { recursive: true }).catch(() => []);
    expect(left.filter((name) => /\.(onnx|part)/i.test(String(name)))).toEqual([]);
  });

  it('fetches a model, checks it, and says where it is and what next', async () => {
    const { status, stdout, stderr } = await run(['pull', 'somebody/net']);
    expect([status, stderr]).toEqual([0, '']);
    const [, path = ''] = /^File +(\S+\.onnx), 200\.\d kB$/m.exec(stdout) ?? [];
    expect(readFileSync(path).equals(model)).toBe(true);
    expect(stdout).toMatch(/^From +http:.*\/somebody\/net\/resolve\/main\/onnx\/model\.onnx, commit c0ffee0$/m);
    expect(stdout).toMatch(/^Checked +✓ SHA-256 [0-9a-f]{12}…, the checksum that the hub has/m);
    expect(stdout).toMatch(new RegExp(`graft inspect ${path}\n$`));
    const again = await run(['pull', 'somebody/net']);
    expect(again.stdout).toContain('It was there already. To fetch it again:\n  graft pull somebody/net --refresh');
  });

  it('lets what was fetched be inspected by its name, and nothing else', async () => {
    expect((await run(['inspect', 'somebody/net'])).stdout).toMatch(/^File +somebody\/net, 200\.\d kB, ONNX opset 20/);
    expect((await run(['inspect', 'graft-backbone'])).stdout).toMatch(/^Output +features +float +\[N, 1280\]$/m);
    const { status, stderr } = await run(['inspect', 'resnet-50']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/resnet50-v1-12\.onnx: is not\s+here yet/)]);
  });

  it('knows what belongs to a name, and tells a file that is another one', async () => {
    const { status, stdout } = await run(['pull', 'resnet-18']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Model +resnet-18: ResNet-18, v1, for pictures of 224×224 RGB, 69\.9 % top-1/m);
    expect(stdout).toMatch(/it is not the file that was known by this name, SHA-256 4e8f8653e7a2…/);
    expect((await run(['models'])).stdout).toMatch(/^resnet-18 .*✓$/m);
  });

  it('says the same as JSON', async () => {
    const { status, stdout } = await run(['pull', 'own.onnx', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      path: 'own.onnx',
      data: [],
      bytes: model.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      verified: 'unverified',
      from: 'file',
      known: null,
    });
  });

  it('stops at Ctrl-C, and goes on the next time', async () => {
    hub.store.stalls = [70_000];
    hub.requests.length = 0;
    const args = ['pull', 'somebody/net', '--refresh'];
    const stopped = await run(args, {
      started: (child) => {
        const timer = setInterval(() => {
          if (!hub.requests.some(({ host }) => host === 'store')) return;
          clearInterval(timer);
          // The first bytes are on their way.
          setTimeout(() => child.kill('SIGINT'), 300);
        }, 20);
      },
    });
    expect(stopped.status).toBe(130);
    expect(stopped.stdout).toContain('To go on:\n  graft pull somebody/net --refresh');
    expect((await run(args)).status).toBe(0);
    expect(hub.requests.filter(({ host }) => host === 'store').map(({ range }) => range)).toEqual([
      undefined,
      'bytes=70000-',
    ]);
    const names = await readdir(cache, { recursive: true });
    expect(names.filter((name) => /\.(part|lock)/.test(name))).toEqual([]);
  });

  it.each([
    ['resnet-19', 2, /there is no model 'resnet-19'.*resnet-18/s],
    ['somebody/nothing/x.onnx', 1, /is not there\. Received status\s+404/],
    ['nothing.onnx', 1, /nothing\.onnx: is not there/],
  ])('says what is wrong with %s', async (name, expected, message) => {
    const { status, stdout, stderr } = await run(['pull', name]);
    expect([status, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('a fault of Graft');
  });

  it('tells a page from a model, and leaves none', async () => {
    hub.store.page = '<!doctype html>';
    const { status, stderr } = await run(['pull', 'somebody/net', '--refresh']);
    hub.store.page = undefined;
    expect(status).toBe(1);
    expect(stderr).toMatch(/gives a web page, no model/);
    const { path } = JSON.parse((await run(['pull', 'somebody/net', '--json'])).stdout);
    expect((await readFile(path)).equals(model)).toBe(true);
  });
});
