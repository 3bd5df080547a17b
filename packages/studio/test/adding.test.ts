/** Files that come in: pictures, archives, and what is neither. */
import { FileError } from '@graftml/core';
import { type AddEvent, type DroppedFile, newProject } from '@graftml/studio';
import { nodeLab } from '@graftml/studio/node';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { beforeAll, expect, it } from 'vitest';
import { memoryStore } from './support/memory-store.ts';
import { photo } from './support/photos.ts';

const store = memoryStore();
const lab = nodeLab({ store });
let picture: Uint8Array<ArrayBuffer>;
let other: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  [picture, other] = (await Promise.all(
    [1, 2].map(async (i) => new Uint8Array(await (await photo('across', i)).arrayBuffer())),
  )) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
});

const file = (path: string, ...parts: (string | Uint8Array<ArrayBuffer>)[]): DroppedFile => ({
  path,
  blob: new Blob(parts),
});

async function added(
  files: readonly DroppedFile[],
  how: { readonly className?: string | null; readonly known?: readonly string[] } = {},
) {
  const events: AddEvent[] = [];
  const sum = await lab.add({ projectId: 'p', files, known: [], ...how }, { onEvent: (event) => events.push(event) });
  const photos = events.flatMap((event) => event.photos);
  return { sum, photos, broken: events.flatMap((event) => event.broken) };
}

async function zip(files: Readonly<Record<string, Uint8Array>>, options: object = {}): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false, ...options });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

it('a folder is a class, and parts are kept', async () => {
  const { photos } = await added([file('leaves/train/rust/1.png', picture), file('leaves/val/rust/2.png', other)]);
  expect(photos.map(({ className, split }) => [className, split])).toEqual([
    ['rust', 'train'],
    ['rust', 'validation'],
  ]);
});

it('a class that is said holds, and none is one too', async () => {
  const files = [file('rust/1.png', picture)];
  expect((await added(files, { className: 'blight' })).photos[0]!.className).toBe('blight');
  expect((await added(files, { className: null })).photos[0]).not.toHaveProperty('className');
  expect((await added([file('1.png', picture)])).photos[0]).not.toHaveProperty('className');
});

it('the same file is the same photo', async () => {
  const { sum, photos } = await added([file('rust/1.png', picture), file('blight/2.png', picture)]);
  expect([sum.photos, sum.again]).toEqual([1, 1]);
  expect(await added([file('rust/1.png', picture)], { known: [photos[0]!.id] })).toMatchObject({
    sum: { photos: 0, again: 1 },
    photos: [],
  });
});

it('what is no picture is left out, and what should be one is named with the reason', async () => {
  const { sum, broken } = await added([
    file('rust/.hidden.png', picture),
    file('rust/Thumbs.db', 'x'),
    file('notes.txt', 'x'),
    file('rust/without-ending', picture),
    file('rust/page.jpg', '<!doctype html>'),
    file('rust/empty.jpg'),
    file('rust/cut.png', picture.slice(0, 200)),
    file('rust/IMG.heic', new Uint8Array([0, 0, 0, 24]), 'ftypheic', new Uint8Array(40)),
  ]);
  expect([sum.photos, sum.ignored]).toEqual([1, 3]);
  expect(broken).toEqual(sum.broken);
  expect(broken.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    expect.stringMatching(/page\.jpg: is a web page.*download it again/),
    expect.stringMatching(/empty\.jpg: is empty/),
    expect.stringMatching(/cut\.png: /),
    expect.stringMatching(/IMG\.heic: is a HEIC file that cannot be decoded/),
  ]);
});

it('an archive is a folder of its name', async () => {
  const { photos, sum } = await added([
    {
      path: 'mine/leaves.zip',
      blob: await zip({ 'rust/1.png': picture, '2.png': other, '__MACOSX/rust/._1.png': picture }),
    },
  ]);
  expect(photos.map(({ name, className }) => [name, className])).toEqual([
    ['mine/leaves/rust/1.png', 'rust'],
    ['mine/leaves/2.png', 'leaves'],
  ]);
  expect(sum.ignored).toBe(1);
  expect((await store.shelves('p').photos.read(photos[0]!.id))!).toEqual(picture);
});

it('an archive that is damaged or encrypted does no harm to others', async () => {
  const good = await zip({ 'rust/1.png': picture });
  const locked = await zip({ 'rust/2.png': other }, { password: 'secret' });
  const bytes = new Uint8Array(await good.arrayBuffer());
  const spoilt = bytes.slice();
  spoilt[200]! ^= 255;
  const { sum, broken } = await added([
    { path: 'cut.zip', blob: good.slice(0, good.size - 30) },
    { path: 'locked.zip', blob: locked },
    { path: 'spoilt.zip', blob: new Blob([spoilt]) },
    { path: 'a.tar.gz', blob: new Blob(['x']) },
    { path: 'good.zip', blob: good },
  ]);
  expect(sum.photos).toBe(1);
  expect(broken.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    expect.stringMatching(/^cut\.zip: is no zip archive, or cut off/),
    expect.stringMatching(/^a\.tar\.gz: .*unpack it/),
    expect.stringMatching(/^locked\/rust\/2\.png: is encrypted/),
    expect.stringMatching(/^spoilt\/rust\/1\.png: is damaged/),
  ]);
});

it('an archive that means harm is not opened', async () => {
  const outside = await zip({ '../../etc/1.png': picture });
  const bomb = await zip({ 'rust/1.png': new Uint8Array(2 ** 20) });
  const { sum, broken } = await added([
    { path: 'outside.zip', blob: outside },
    { path: 'bomb.zip', blob: await withSize(bomb, 2 ** 31) },
    { path: 'lying.zip', blob: await withSize(bomb, 1000) },
  ]);
  expect(sum.photos).toBe(0);
  expect(broken.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    expect.stringMatching(/^outside\.zip: names a file outside its own folder.*do not trust/),
    expect.stringMatching(/^bomb\.zip: unpacks to far more than pictures do.*do not trust/),
    expect.stringMatching(/^lying\/rust\/1\.png: (unpacks to more than the archive says|is damaged)/),
  ]);
});

/** The same archive whose directory says another size of its one member (APPNOTE 4.3.12). */
async function withSize(archive: Blob, size: number): Promise<Blob> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= bytes.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  return new Blob([bytes]);
}

it('ends when it is told to, and what has come until then stays', async () => {
  const controller = new AbortController();
  const files = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => ({ path: `rust/${i}.png`, blob: await photo('down', 40 + i) })),
  );
  const come: string[] = [];
  const adding = lab.add(
    { projectId: 'stopped', files, known: [] },
    {
      signal: controller.signal,
      onEvent({ photos }) {
        come.push(...photos.map(({ id }) => id));
        controller.abort(new Error('enough'));
      },
    },
  );
  await expect(adding).rejects.toThrow('enough');
  for (const id of come) expect(await store.shelves('stopped').photos.read(id)).toBeDefined();
  expect(come.length).toBeLessThan(12);
});

it('only an archive of a project is one', async () => {
  const plain = await zip({ 'rust/1.png': picture });
  expect(await lab.isProject({ file: { path: 'leaves.zip', blob: plain } })).toBe(false);
  expect(await lab.isProject({ file: file('leaves.zip', 'nothing') })).toBe(false);
  await expect(lab.importProject({ file: { path: 'leaves.zip', blob: plain }, id: 'x' })).rejects.toThrow(
    /is no project/,
  );
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  await writer.add('Leaves/project.json', new TextReader(JSON.stringify(newProject('old', 'Leaves', ''))));
  const packed = { path: 'leaves.zip', blob: await writer.close() };
  expect(await lab.isProject({ file: packed })).toBe(true);
  expect(await lab.importProject({ file: packed, id: 'x' })).toMatchObject({ id: 'x', name: 'Leaves' });
});

it('says when there is no room left, keeps what was told until then, and counts no more', async () => {
  const full = memoryStore();
  const { photos } = full.shelves('full');
  const { write } = photos;
  let room = 1;
  Object.assign(photos, {
    write: async (name: string, content: Uint8Array) => {
      if (room-- <= 0) throw new FileError('the browser has no room left for this site', { where: 'photos' });
      await write(name, content);
    },
  });
  const lab = nodeLab({ store: full });
  const events: AddEvent[] = [];
  const add = (files: readonly DroppedFile[], known: readonly string[]) =>
    lab.add({ projectId: 'full', files, known }, { onEvent: (event) => events.push(event) });
  await add([file('rust/1.png', picture)], []);
  const known = events.flatMap((event) => event.photos.map(({ id }) => id));
  await expect(add([file('rust/1.png', picture), file('rust/2.png', other)], known)).rejects.toThrow(/no room left/);
  expect(events.flatMap((event) => event.photos).length).toBe(1);
  expect(events.at(-1)).toMatchObject({ done: 1, total: 2, photos: [] });
  expect(await photos.read(known[0]!)).toEqual(picture);
});
