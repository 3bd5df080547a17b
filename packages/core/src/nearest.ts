/** Which known names an unknown one may have meant. */

/** The `count` names that are nearest to `word`: those that contain it first, then by how many letters differ. */
export function nearestNames(word: string, known: Iterable<string>, count = 3): string[] {
  const asked = word.toLowerCase();
  return [...new Set(known)]
    .map((name) => ({ name, changes: changesTo(asked, name.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Less than one where one contains the other. */
function changesTo(asked: string, name: string): number {
  if (asked.length > 2 && name.includes(asked)) return 1 - asked.length / name.length;
  if (name.length > 2 && asked.includes(name)) return 1 - name.length / asked.length;
  return editDistance(asked, name);
}

/** How many letters must be put in, taken out or changed to get from `a` to `b` (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    above = row;
  }
  return above[b.length]!;
}
