/** What the user names as pictures: paths, patterns, and `-` for a list on standard input. */
import { existsSync } from 'node:fs';
import { UsageError } from '@graftml/core';
import { type BrokenPicture, expandPaths } from '@graftml/vision/node';

/** @throws UsageError for a list that is empty, or asked for twice; FileError for a pattern that stands for nothing */
export async function picturePlaces(
  places: readonly string[],
  onBroken: (picture: BrokenPicture) => void,
): Promise<string[]> {
  if (places.filter((place) => place === '-').length > 1)
    throw new UsageError('there is only one standard input', { where: '-' });
  const all: string[] = [];
  for (const place of places) all.push(...(place === '-' ? await listed(onBroken) : await expandPaths([place])));
  return [...new Set(all)];
}

/** One path a line, or with zero bytes between, as `find -print0` gives them. What is not there is left out, not fatal. */
async function listed(onBroken: (picture: BrokenPicture) => void): Promise<string[]> {
  if (process.stdin.isTTY)
    throw new UsageError('is a list of pictures on standard input, and that is a terminal', {
      where: '-',
      hint: "find photos -name '*.jpg' | graft predict model.onnx -",
    });
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += chunk;
  const lines = text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((line) => line !== '');
  if (lines.length === 0) throw new UsageError('names no picture', { where: '-', received: 'an empty list' });
  const [there, missing] = [lines.filter((line) => existsSync(line)), lines.filter((line) => !existsSync(line))];
  for (const name of missing) onBroken({ name, reason: 'is not there' });
  if (there.length > 0) return there;
  throw new UsageError('names nothing that is there', { where: '-', received: missing[0]! });
}
