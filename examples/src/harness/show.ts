/** One run of one example: what it says goes to `say`, its pictures into a folder. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@graftml/core';
import { columns } from './columns.ts';
import type { Example, Figures } from './example.ts';

export interface ShowOptions {
  /** The folder for pictures; made if it is not there. */
  readonly out: string;
  readonly quick?: boolean;
  readonly seed?: number;
  readonly data?: string | undefined;
  readonly say?: (line: string) => void;
}

export interface Shown<Result extends Figures = Figures> {
  readonly name: string;
  readonly title: string;
  readonly figures: Result;
  /** What it printed, line by line. */
  readonly said: readonly string[];
  /** The paths of its pictures. */
  readonly pictures: readonly string[];
}

/** Runs `example`, which is called `name`. */
export async function show<Result extends Figures>(
  name: string,
  example: Example<Result>,
  { out, quick = false, seed = 1, data, say = () => {} }: ShowOptions,
): Promise<Shown<Result>> {
  if (example.data !== undefined && data === undefined)
    throw new UsageError(`needs data: ${example.data}`, { where: name, hint: 'give its place with --data PATH' });
  if (example.data === undefined && data !== undefined)
    throw new UsageError('needs no data', { where: name, received: `--data ${data}` });
  const said: string[] = [];
  const pictures: string[] = [];
  const tell = (line = ''): void => {
    said.push(line);
    say(line);
  };
  const figures = await example.run({
    quick,
    seed,
    data: data ?? '',
    say: tell,
    table(header, rows) {
      for (const line of columns(header, rows)) tell(line);
    },
    async draw(picture, part) {
      const file = `${name}${part === undefined ? '' : `-${part}`}.${typeof picture === 'string' ? 'svg' : 'png'}`;
      const path = join(out, file);
      if (pictures.includes(path)) throw new UsageError('two pictures have the same name', { where: file });
      await mkdir(out, { recursive: true });
      await writeFile(path, picture);
      pictures.push(path);
    },
  });
  return { name, title: example.title, figures, said, pictures };
}
