/** What people give `graft train --backbone` by mistake: a clear error or a listed omission, and nothing half-written. */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  builder,
  conv2D,
  globalAveragePooling2D,
  initialWeights,
  input,
  sequential,
  type Value,
  withWeights,
} from '@graftml/core';
import { encodeGraph, toOnnx } from '@graftml/onnx';
import { drawSampleSet } from '@graftml/vision/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../../packages/vision/test/support/files.ts';
import { graft, main, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const environment = () => ({ GRAFT_CACHE: join(folder, '.cache'), HF_ENDPOINT: 'http://127.0.0.1:9' });
const train = (...args: string[]) =>
  graft(['train', ...args, '--device', 'cpu', '--no-report'], { cwd: folder, env: environment() });
const backbone = ['--backbone', 'graft-backbone'];

/** Exits so, with one paragraph, and leaves the folder as it was. */
async function fails(args: readonly string[], statement: RegExp, exit = 1): Promise<void> {
  const before = await readdir(folder);
  const { status, stderr } = await train(...args);
  expect(stderr.replace(/\s+/g, ' ')).toMatch(statement);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(exit);
  expect((await readdir(folder)).filter((name) => name !== '.cache')).toEqual(
    before.filter((name) => name !== '.cache'),
  );
}

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawSampleSet(join(folder, 'shapes'), { perClass: 5, testPerClass: 0, size: 40 });
});
afterAll(removeFolders);

describe('pictures', () => {
  it('of one class', async () => {
    await cp(join(folder, 'shapes/train/star'), join(folder, 'one/star'), { recursive: true });
    await fails(['one', ...backbone, '--out', 'no.onnx'], /nothing to tell apart.*two classes or more.*star/);
  });

  it('that are broken are listed by name and reason; an empty class folder too; two of a class are enough', async () => {
    const some = join(folder, 'some');
    await cp(join(folder, 'shapes/train'), some, { recursive: true });
    await rm(join(some, 'star'), { recursive: true });
    await mkdir(join(some, 'star'));
    for (const name of (await readdir(join(some, 'cross'))).slice(2)) await rm(join(some, 'cross', name));
    const noise = Buffer.from(Array.from({ length: 90 * 90 * 3 }, (_, i) => (i * i * 31) % 251));
    const jpeg = await sharp(noise, { raw: { width: 90, height: 90, channels: 3 } })
      .jpeg()
      .toBuffer();
    await writeFile(join(some, 'circle/cut.jpg'), jpeg.subarray(0, jpeg.length / 2));
    await writeFile(join(some, 'circle/nothing.jpg'), '');
    await writeFile(join(some, 'square/page.jpg'), '<!doctype html><title>Not found</title>');
    const wide = sharp({ create: { width: 30_000, height: 2, channels: 3, background: 'red' } });
    await wide.png().toFile(join(some, 'square/wide.png'));
    const { status, stdout, stderr } = await train('some', ...backbone, '--out', 'some.onnx');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^Left out 4 pictures that cannot be read$/m);
    for (const line of [
      /cut\.jpg: .*(premature|truncated|corrupt)/i,
      /nothing\.jpg: is empty/,
      /page\.jpg: is a web page/,
      /wide\.png: has 30000x2 pixels/,
      /^Note +some\/star holds no picture that can be read, and is no class$/m,
      /^Classes +4: /m,
    ])
      expect(stdout).toMatch(line);
  });

  it('none of which can be read', async () => {
    for (const name of ['cat', 'dog']) {
      await mkdir(join(folder, 'none', name), { recursive: true });
      await writeFile(join(folder, 'none', name, '1.jpg'), 'no picture');
    }
    await fails(['none', ...backbone, '--out', 'no.onnx'], /none of the 2 pictures can be read/);
  });

  it('in a zip that climbs out of its folder', async () => {
    const picture = await readFile(
      join(folder, 'shapes/train/star', (await readdir(join(folder, 'shapes/train/star')))[0]!),
    );
    await writeFile(join(folder, 'climbs.zip'), zipOf({ 'cat/1.png': picture, '../../dog/2.png': picture }));
    await fails(['climbs.zip', ...backbone, '--out', 'no.onnx'], /climbs\.zip: names a file outside its own folder/);
  });
});

describe('an archive', () => {
  const picture = async () => {
    const [first] = await readdir(join(folder, 'shapes/train/star'));
    return readFile(join(folder, 'shapes/train/star', first!));
  };
  /** Members with their sizes as they are, or as they are said to be. */
  const tarOf = (members: readonly (readonly [name: string, bytes: Uint8Array, size?: number])[]) =>
    Buffer.concat(
      members.flatMap(([name, bytes, size = bytes.length]) => {
        const header = Buffer.alloc(512);
        header.write(name);
        header.write('0000644\0', 100);
        header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
        header.write('        0', 148);
        header.write('ustar\0', 257);
        const sum = header.reduce((all, byte) => all + byte, 0);
        header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
        return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
      }),
    );

  it('that climbs out of its folder, as .tar', async () => {
    const png = await picture();
    await writeFile(
      join(folder, 'climbs.tar'),
      Buffer.concat([
        tarOf([
          ['cat/1.png', png],
          ['../../dog/2.png', png],
        ]),
        Buffer.alloc(1024),
      ]),
    );
    await fails(['climbs.tar', ...backbone, '--out', 'no.onnx'], /climbs\.tar: names a file outside its own folder/);
  });

  it('that unpacks beyond measure, as .zip and .tar.gz', async () => {
    const png = await picture();
    const zip = Buffer.from(zipOf({ 'cat/1.png': png, 'dog/2.png': png, 'dog/3.png': png }));
    // The sizes in its directory, of the last two: a zip says them of itself.
    const entry = Buffer.from([0x50, 0x4b, 1, 2]);
    const first = zip.indexOf(entry);
    for (let at = zip.indexOf(entry, first + 4); at >= 0; at = zip.indexOf(entry, at + 4)) {
      zip.writeUInt16LE(8, at + 10); // deflated
      zip.writeUInt32LE(600_000_000, at + 24);
    }
    await writeFile(join(folder, 'bomb.zip'), zip);
    await fails(['bomb.zip', ...backbone, '--out', 'no.onnx'], /bomb\.zip: unpacks to far more than pictures do/);
    const zeros = gzipSync(Buffer.alloc(2 ** 26));
    const head = gzipSync(
      tarOf([
        ['cat/1.png', png],
        ['dog/2.png', png],
        ['dog/3.png', Buffer.alloc(0), 17 * 2 ** 26],
      ]),
    );
    await writeFile(join(folder, 'bomb.tar.gz'), Buffer.concat([head, ...Array.from({ length: 17 }, () => zeros)]));
    await fails(
      ['bomb.tar.gz', ...backbone, '--out', 'no.onnx'],
      /bomb\.tar\.gz: unpacks to far more than pictures do/,
    );
  });
});

describe('a manifest', () => {
  const manifest = (name: string, text: string) => writeFile(join(folder, name), text);
  const named = async () =>
    (await readdir(join(folder, 'shapes/train/star'))).map((name) => `shapes/train/star/${name}`);

  it('that names files that are not there', async () => {
    await manifest('gone.csv', 'path,label\ngone/1.png,cat\ngone/2.png,dog\n');
    await fails(
      ['gone.csv', ...backbone, '--out', 'no.onnx'],
      /gone\/1\.png: none of the 2 pictures can be read\. Received does not exist/,
    );
  });

  it('without a column of paths, or of labels', async () => {
    const [first] = await named();
    await manifest('where.csv', `place,label\n${first},star\n`);
    await fails(
      ['where.csv', ...backbone, '--out', 'no.onnx'],
      /where\.csv: has no column of paths in its first row\. Expected one of path, file,.*received place, label/,
    );
    await manifest('what.csv', `path,kind\n${first},star\n`);
    await fails(
      ['what.csv', ...backbone, '--out', 'no.onnx'],
      /does not have one class\. .*received none\. hint: .*a column label of a manifest: path,label/,
    );
  });
});

it('a model that is cut off cannot predict', async () => {
  await train('shapes', ...backbone, '--out', 'whole.onnx');
  await writeFile(join(folder, 'half.onnx'), (await readFile(join(folder, 'whole.onnx'))).subarray(0, 200_000));
  const { status, stdout, stderr } = await graft(['predict', 'half.onnx', 'shapes', '--csv', 'half.csv'], {
    cwd: folder,
    env: environment(),
  });
  expect(stderr.replace(/\s+/g, ' ')).toMatch(/half\.onnx: the file is broken.*hint: the file may be cut short/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([status, stdout]).toEqual([1, '']);
  expect(await readdir(folder)).not.toContain('half.csv');
});

describe('a backbone', () => {
  const save = async (name: string, inputs: Value[], output: Value) =>
    writeFile(join(folder, name), encodeGraph({ inputs, outputs: { output } }, { name: 'net' }));

  it('that takes no picture, or two, says what it takes', async () => {
    const ids = input('ids', 'int64', ['N', 128]);
    await save('text.onnx', [ids], builder('a').cast(ids, { to: 'float32' }));
    await fails(
      ['shapes', '--backbone', 'text.onnx', '--out', 'no.onnx'],
      /text\.onnx: is no model of pictures\. Expected one input of float32.*received ids int64 \[N, 128\]/,
      2,
    );
    const [left, right] = ['left', 'right'].map((name) => input(name, 'float32', ['N', 3, 8, 8])) as [Value, Value];
    await save('pair.onnx', [left, right], builder('a').add(left, right));
    await fails(
      ['shapes', '--backbone', 'pair.onnx', '--out', 'no.onnx'],
      /pair\.onnx: is no model of pictures.*received left float32 \[N, 3, 8, 8\] and right float32/,
      2,
    );
  });

  it('of which nothing says how it wants its pictures asks for it, and takes it by a flag', async () => {
    const network = sequential({ input: [3, 16, 16] }, [
      conv2D(6, 3, { activation: 'relu' }),
      globalAveragePooling2D(),
    ]);
    await writeFile(join(folder, 'bare.onnx'), toOnnx(withWeights(network, initialWeights(network, 1))));
    const before = await readdir(folder);
    const { status, stderr } = await train('shapes', '--backbone', 'bare.onnx', '--out', 'no.onnx');
    expect(stderr.replace(/\s+/g, ' ')).toMatch(/nothing to guess a preprocessing by.*hint: .*zero-one, symmetric/);
    expect(status).toBe(2);
    expect(await readdir(folder)).toEqual(before);
    const said = await train(
      'shapes',
      '--backbone',
      'bare.onnx',
      '--preprocessing',
      'imagenet',
      '--out',
      'bare-head.onnx',
    );
    expect(said.status, said.stderr).toBe(0);
    expect(said.stdout).toMatch(/^Backbone bare\.onnx, .*16×16 RGB/m);
  });

  it('that is no model, or cut off', async () => {
    await writeFile(join(folder, 'junk.onnx'), 'hello there, I am no model at all');
    await fails(['shapes', '--backbone', 'junk.onnx', '--out', 'no.onnx'], /junk\.onnx: this is no ONNX model/);
    await writeFile(join(folder, 'cut.onnx'), (await readFile(join(folder, 'bare.onnx'))).subarray(0, 500));
    await fails(['shapes', '--backbone', 'cut.onnx', '--out', 'no.onnx'], /cut\.onnx: /);
  });
});

/** Whether a small file system can be mounted here, in a name space of its own. */
const canMount =
  process.platform === 'linux' && spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
if (!canMount) console.warn('SKIPPED without unshare and tmpfs: a full disk');

it.skipIf(!canMount)('a full disk is told, and keeps what was there', async () => {
  await mkdir(join(folder, 'small'));
  const script = `mount -t tmpfs -o size=1m tmpfs small && echo before > small/model.onnx &&
    "$0" "$1" train shapes --backbone graft-backbone --device cpu --no-report --out small/model.onnx
    echo status $?; ls -A small; cat small/model.onnx`;
  const said = spawnSync('unshare', ['-Urm', 'sh', '-c', script, process.execPath, main], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment() },
  });
  expect(said.stderr.replace(/\s+/g, ' ')).toMatch(/small\/model\.onnx: cannot be written\. Received the disk is full/);
  expect(said.stdout).toMatch(/status 1\nmodel\.onnx\nbefore\n$/);
});
