/** A folder that holds checkpoints: whole files only, names only, and errors that say where. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileError, UsageError } from '@graftml/core';
import { folderStorage } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
const text = async (name: string, content: Promise<Uint8Array | undefined>) =>
  [name, new TextDecoder().decode(await content)] as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-storage-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('folderStorage', () => {
  it('is a folder that is made when something is written', async () => {
    const storage = folderStorage(join(folder, 'runs', 'a'));
    expect(await storage.list()).toEqual([]);
    expect(await storage.read('last.json')).toBeUndefined();
    await storage.remove('last.json');
    await storage.write('last.json', 'one');
    await storage.write('last-1.bin', new Uint8Array([1, 2, 3]));
    expect(await storage.list()).toEqual(['last-1.bin', 'last.json']);
    expect([...(await storage.read('last-1.bin'))!]).toEqual([1, 2, 3]);
    await storage.write('last.json', 'two');
    expect(await text('last.json', storage.read('last.json'))).toEqual(['last.json', 'two']);
    await storage.remove('last.json');
    expect(await readdir(join(folder, 'runs', 'a'))).toEqual(['last-1.bin']);
  });

  it.each(['../up', '..', '.', '', '.hidden', 'a/b', 'a\\b', '/etc/passwd', 'a\0b', 'a b', 'ü', 'a/'])(
    'refuses %j as a name',
    async (name) => {
      const storage = folderStorage(join(folder, 'names'));
      for (const call of [() => storage.read(name), () => storage.write(name, 'x'), () => storage.remove(name)])
        await expect((async () => call())()).rejects.toThrow(UsageError);
      expect(await readdir(folder)).not.toContain('names');
    },
  );

  it('says where it fails', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = folderStorage(join(folder, 'file'));
    await expect(inFile.write('last.json', 'x')).rejects.toThrow(FileError);
    await expect(inFile.list()).rejects.toThrow(`${join(folder, 'file')}: cannot be read as a folder`);
    await mkdir(join(folder, 'taken', 'last.json'), { recursive: true });
    const taken = folderStorage(join(folder, 'taken'));
    await expect(taken.read('last.json')).rejects.toThrow('last.json: cannot be read');
    await expect(taken.write('last.json', 'x')).rejects.toThrow(FileError);
    expect(await readdir(join(folder, 'taken'))).toEqual(['last.json']);
  });

  it.skipIf(process.getuid?.() === 0)('cannot write where nobody may', async () => {
    const place = join(folder, 'closed');
    await mkdir(place);
    await chmod(place, 0o500);
    await expect(folderStorage(place).write('last.json', 'x')).rejects.toThrow(FileError);
  });
});

describe('a process that is killed', () => {
  /** Writes `last.json` anew, and dies at the moment when the new file would take the place of the old one. */
  const writer = `
    import { createRequire, syncBuiltinESMExports } from 'node:module';
    createRequire(import.meta.url)('node:fs/promises').rename = () => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    };
    syncBuiltinESMExports();
    const { folderStorage } = await import('@graftml/vision/node');
    await folderStorage(process.argv[1]).write('last.json', 'the new content');
  `;

  it('between writing and renaming leaves the old content, and nothing that is taken for a checkpoint', async () => {
    const place = join(folder, 'killed');
    const storage = folderStorage(place);
    await storage.write('last.json', 'the old content');
    const signal = await new Promise((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', writer, place], {
        cwd: new URL('.', import.meta.url),
        stdio: 'inherit',
      });
      child.once('close', (_, name) => resolve(name));
    });
    expect(signal).toBe('SIGKILL');
    expect(await readFile(join(place, 'last.json'), 'utf8')).toBe('the old content');
    const left = (await readdir(place)).filter((name) => name !== 'last.json');
    expect(left).toEqual([expect.stringMatching(/^\.last\.json\.\d+\.unfinished$/)]);
    expect(await readFile(join(place, left[0]!), 'utf8')).toBe('the new content');
    expect(await storage.list()).toEqual(['last.json']);
    await folderStorage(place).write('last.json', 'the next content');
    expect(await readdir(place)).toEqual(['last.json']);
  });
});
