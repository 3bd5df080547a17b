/** `npm run -s example -- NAME`: lists the examples, or runs one or all of them. */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { GraftError, UsageError } from '@graftml/core';
import { closest, distance } from 'fastest-levenshtein';
import { examples } from '../examples.ts';
import type { Example } from './example.ts';
import { type Shown, type ShowOptions, show } from './show.ts';

const known: Readonly<Record<string, Example>> = examples;

const help = `npm run -s example                 lists all examples
npm run -s example -- NAME         runs one of them; 'all' runs all
  --quick        less of everything
  --out DIR      where pictures go (examples-out)
  --data PATH    the data, for examples that need some
  --seed N       of all that is random (1)
  --json         the figures, for a machine`;

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        out: { type: 'string', default: 'examples-out' },
        data: { type: 'string' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = options(args);
  const [name, ...more] = positionals;
  if (values.help) return print(help);
  if (name === undefined) return list(values.json);
  if (more.length > 0) throw new UsageError('one name at a time', { received: positionals.join(' ') });
  if (!/^\d{1,6}$/.test(values.seed))
    throw new UsageError('must be a whole number from 0 to 999999', { where: '--seed', received: values.seed });
  const seed = Number(values.seed);
  const { out, quick, data, json } = values;
  if (name === 'all' && data !== undefined)
    throw new UsageError('each example that needs data needs its own', {
      where: '--data',
      hint: 'run them one by one',
    });
  const all: Shown[] = [];
  for (const each of name === 'all' ? Object.keys(known) : [name]) {
    const example = find(each);
    if (name === 'all' && example.data !== undefined) {
      process.stderr.write(`${each} is left out, as it needs data of its own: ${example.data}\n`);
      continue;
    }
    all.push(await perform(each, example, { out, quick, seed, data }, json));
  }
  if (json) print(JSON.stringify(name === 'all' ? all : all[0], undefined, 2));
}

async function perform(name: string, example: Example, options: ShowOptions, silent: boolean): Promise<Shown> {
  if (silent) return await show(name, example, options);
  print(`\n${example.title}\n`);
  const shown = await show(name, example, { ...options, say: print });
  for (const path of shown.pictures) print(`picture: ${relative('', path)}`);
  return shown;
}

function find(name: string): Example {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found) return found;
  const near = closest(name, [...Object.keys(known), 'all']);
  const isNear = distance(name, near) <= Math.ceil(name.length / 3);
  throw new UsageError(`there is no example '${name}'`, {
    hint: `${isNear ? `did you mean ${near}? ` : ''}npm run -s example lists them`,
  });
}

function list(json: boolean): void {
  const all = Object.entries(known).map(([name, { title, data }]) => ({ name, title, data }));
  const width = Math.max(...all.map(({ name }) => name.length));
  if (json) print(JSON.stringify(all, undefined, 2));
  else
    for (const { name, title, data } of all)
      print(`${name.padEnd(width)}  ${title}${data === undefined ? '' : ' (needs --data)'}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `error: ${error instanceof GraftError ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
