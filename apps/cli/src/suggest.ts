/** "Did you mean": the known word that is nearest to an unknown one. */
import { UsageError } from '@graftml/core';
import { distance } from 'fastest-levenshtein';

/** Undefined if none is near: neither is a part of the other, and more than a third of the letters would have to change. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const asked = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, changes: changesTo(asked, candidate.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes);
  const [best] = ranked;
  return best && best.changes <= Math.ceil(asked.length / 3) ? best.candidate : undefined;
}

/** Less than one where one contains the other. */
function changesTo(asked: string, candidate: string): number {
  const isPart = asked.length > 2 && candidate.includes(asked);
  return isPart ? 1 - asked.length / candidate.length : distance(asked, candidate);
}

/** `word` if it is one of `known`, else a UsageError that lists them and suggests one. */
export function oneOf<const Word extends string>(where: string, word: string, known: readonly Word[]): Word {
  const found = known.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  const near = nearest(word, known);
  throw new UsageError(`there is no '${word}'`, {
    where,
    expected: `one of ${known.join(', ')}`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  });
}
