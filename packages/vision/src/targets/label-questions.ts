/** Several labels as questions of yes or no, one each, and from which probability a yes is told. */

/** Answers of yes or no to one question. */
export interface Question {
  readonly probabilities: readonly number[];
  readonly right: readonly boolean[];
}

/** @param probabilities `[size, classes]` */
export function questionsOf(
  probabilities: ArrayLike<number>,
  labels: readonly (readonly number[])[],
  classes: number,
): Question[] {
  return Array.from({ length: classes }, (_, k) => ({
    probabilities: labels.map((_, i) => probabilities[i * classes + k]!),
    right: labels.map((list) => list.includes(k)),
  }));
}

/** How many say yes from a probability on, should, and do so rightly. */
export function countsAt({ probabilities, right: has }: Question, threshold: number) {
  let [right, told, there] = [0, 0, 0];
  probabilities.forEach((probability, i) => {
    const tells = probability >= threshold;
    if (tells) told++;
    if (has[i]) there++;
    if (tells && has[i]) right++;
  });
  return { right, told, there };
}

/** Fewer pictures that have a label say nothing of where to draw the line. */
const fewest = 10;

/** The threshold with the best F1, midway between two probabilities that occur; a half where too few pictures have, or lack, the label. */
export function bestThreshold(question: Question): number {
  const there = question.right.filter(Boolean).length;
  if (Math.min(there, question.right.length - there) < fewest) return 0.5;
  const f1 = (threshold: number) => {
    const { right, told } = countsAt(question, threshold);
    return (2 * right) / (told + there);
  };
  const sorted = [...new Set(question.probabilities)].sort((a, b) => a - b);
  const between = sorted.slice(1).map((probability, i) => (probability + sorted[i]!) / 2);
  let best = { threshold: 0.5, f1: f1(0.5) };
  for (const threshold of between) {
    const found = f1(threshold);
    if (found > best.f1 + 1e-12) best = { threshold, f1: found };
  }
  return Math.round(best.threshold * 1e4) / 1e4;
}
