/** Values that Python's libraries computed, kept beside the scripts that made them. */
import { readFileSync } from 'node:fs';

export const reference = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8')) as T;
