/** How the user calls this program, so that what it suggests can be pasted. */
import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shellWord } from './output/format.ts';

export function commandName(): string {
  const { GRAFT_COMMAND } = process.env;
  if (GRAFT_COMMAND) return shellWord(GRAFT_COMMAND);
  const launcher = fileURLToPath(new URL('../../../graft', import.meta.url));
  if (process.platform === 'win32' || !existsSync(launcher)) return 'graft';
  const path = relative(process.cwd(), launcher);
  return shellWord(path.startsWith('..') ? (path.length < launcher.length ? path : launcher) : `.${sep}${path}`);
}

/** A command line to paste: `command('predict', 'my model.onnx')`. */
export const command = (...words: readonly string[]): string => [commandName(), ...words.map(shellWord)].join(' ');

/** The command line that is running now, with `option` at its end, and its value, which counts more than one before. */
export const sameCommand = (option: string, ...value: readonly string[]): string =>
  command(...process.argv.slice(2).filter((word) => value.length > 0 || word !== option), option, ...value);
