/** The real command line, in a process of its own, on pictures drawn for the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What comes on standard input; nothing unless given. */
  readonly input?: string;
  /** Called with everything that standard output has said so far. */
  readonly watch?: (stdout: string, child: ChildProcess) => void;
  /** Called with the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

export function graft(args: readonly string[], { cwd, env, input, watch, started }: Options): Promise<Outcome> {
  const { NO_COLOR: _, FORCE_COLOR: __, GRAFT_DEBUG: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...inherited, GRAFT_COMMAND: 'graft', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  started?.(child);
  let [stdout, stderr] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    watch?.(stdout, child);
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

const made: string[] = [];

/** An empty folder, to be removed by `removeFolders`. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'graft-cli-'));
  made.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
}

/** `count` PNG files of 8x8 pixels in one colour, a little different each. */
export async function drawPictures(
  folder: string,
  colour: readonly [number, number, number],
  count: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const [r, g, b] = colour.map((c) => Math.min(255, c + ((i * 7) % 40)));
    const background = { r: r!, g: g!, b: b! };
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toBuffer();
    await writeFile(join(folder, `${String(i).padStart(3, '0')}.png`), png);
  }
}

/** `train/` and `test/` with two classes that are easy to tell apart. */
export async function drawTwoClasses(folder: string): Promise<void> {
  await drawPictures(join(folder, 'train/blue'), [10, 20, 200], 16);
  await drawPictures(join(folder, 'train/red'), [200, 20, 10], 16);
  await drawPictures(join(folder, 'test/blue'), [15, 25, 190], 4);
  await drawPictures(join(folder, 'test/red'), [190, 25, 15], 4);
}
