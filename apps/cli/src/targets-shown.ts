/** What is told of models of several labels, or of a value: for training and evaluation alike. */
import type { Interval, LabelsEvaluation, ValuesEvaluation } from '@graftml/vision';
import { count, counted, percent, short } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { clipped, columns, printable } from './output/text.ts';

const whom = (of: 'validation' | 'test'): string =>
  of === 'test' ? 'pictures it has never seen' : 'validation pictures';
const nameOf = (of: 'validation' | 'test'): string => (of === 'test' ? 'Test' : 'Judged');

/** @param subject what stands in front; by what it was judged by unless given */
export function showLabels(evaluation: LabelsEvaluation, screen: Screen, subject = nameOf(evaluation.of)): void {
  const { of, n, exact, interval, labels, chance, f1, averagePrecision, perClass } = evaluation;
  const { bold, dim } = screen.colours;
  screen.fact(
    subject,
    `${bold(percent(exact))} of ${count(n)} ${whom(of)} have exactly their labels, ${range(interval)} of others (95 % confidence)`,
  );
  const always = chance.labels.length === 0 ? 'no label' : chance.labels.join(' and ');
  screen.fact('', `${percent(chance.share)} by always telling ${printable(clipped(always, 40))}`);
  screen.fact(
    '',
    `${percent(labels.right / labels.there)} of ${counted(labels.there, 'label')} found, ${percent(labels.right / labels.told)} of ${count(labels.told)} told are right`,
  );
  screen.fact('', `F1 ${decimals(f1)}, average precision ${decimals(averagePrecision)}, means over the labels`);
  const [head = '', ...lines] = columns(
    [
      ['label', 'pictures', 'F1', '', 'found', '', 'told, right', '', 'avg. prec.', '', 'told from'],
      ...perClass.map(({ name, n, precision, recall, f1, threshold, intervals, ...one }) => [
        clipped(printable(name), 30),
        count(n),
        ...(intervals.f1 ? [decimals(f1), decimalRange(intervals.f1)] : ['–', '']),
        ...(intervals.recall ? [percent(recall, 0), range(intervals.recall)] : ['–', '']),
        ...(intervals.precision ? [percent(precision, 0), range(intervals.precision)] : ['–', '']),
        ...(intervals.averagePrecision
          ? [decimals(one.averagePrecision), decimalRange(intervals.averagePrecision)]
          : ['–', '']),
        threshold.toFixed(2),
      ]),
    ],
    'lrrlrlrlrlr',
  );
  screen.line(dim(`\n${head}`));
  for (const line of lines) screen.line(line);
  screen.line();
}

const decimals = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–');
const range = ([low, high]: Interval): string => `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
const decimalRange = ([low, high]: Interval): string => `${low.toFixed(2)}–${high.toFixed(2)}`;

/** @param subject as above */
export function showValues(evaluation: ValuesEvaluation, screen: Screen, subject = nameOf(evaluation.of)): void {
  const { of, n, mae, rmse, r2, baseline, intervals, within } = evaluation;
  const { bold, yellow } = screen.colours;
  const between = ([low, high]: Interval) => `${short(low)} to ${short(high)}`;
  screen.fact(
    subject,
    `${bold(short(mae))} off on average of ${count(n)} ${whom(of)}, ${between(intervals.mae)} of others (95 % confidence)`,
  );
  screen.fact('', `${short(baseline)} off who always tells the mean`);
  if (intervals.mae[1] >= baseline)
    screen.fact('', yellow('so few pictures do not tell whether it is better than that'));
  screen.fact(
    '',
    `half are at most ${short(within.half)} off, 9 of 10 at most ${short(within.most)}, all ${short(within.all)}`,
  );
  const told = intervals.r2
    ? `${decimals(r2)}, ${decimals(intervals.r2[0])} to ${decimals(intervals.r2[1])}`
    : 'unknown, as all are the same';
  screen.fact('', `R² ${told}; root mean square ${short(rmse)}`);
}
