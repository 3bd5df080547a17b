/** Reports of models that tell several labels, or a value. */

import type { Collection, Picture } from '../collection/collection.ts';
import { describeCollection } from '../collection/describe.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { LabelsEvaluation } from '../targets/judge-labels.ts';
import type { ValuesEvaluation } from '../targets/judge-values.ts';
import { valuesOf } from '../targets/values-of.ts';
import { type LabelsReport, namedMistakes, type ReportBase, type ValuesReport } from './report.ts';
import { type AboutAnyReport, picturesDigest, reportBase } from './report-of.ts';

/** What `transferLabels` and `transferValues` know, or `judgeSeveral` and `judgeRegressor`. */
export interface JudgedTargets<Evaluation> {
  readonly evaluation: Evaluation;
  /** In the order of the evaluation. */
  readonly judged: readonly Picture[];
  /** All pictures that are spoken of. */
  readonly collection: Collection;
  readonly reasons?: readonly string[];
}

/** Options of `reportOfLabels`. */
export interface LabelsReportOptions extends AboutAnyReport {
  readonly preprocessing: Preprocessing;
  readonly labels: readonly string[];
}

/** Options of `reportOfValues`. */
export interface ValuesReportOptions extends AboutAnyReport {
  readonly preprocessing: Preprocessing;
  /** See `RegressorDescription.range`. */
  readonly range: readonly [number, number];
}

/** As `reportOfTransfer`, of a classifier of several labels. */
export const reportOfLabels = async (
  result: JudgedTargets<LabelsEvaluation>,
  { labels, ...options }: LabelsReportOptions,
): Promise<LabelsReport> => ({
  kind: 'labels',
  ...(await baseOf(result, options)),
  labels,
  evaluation: namedMistakes(result.evaluation, namesOf(result)),
});

/** As `reportOfTransfer`, of a model that tells a value. @param result with what was said of each picture */
export const reportOfValues = async (
  result: JudgedTargets<ValuesEvaluation> & { readonly said: ArrayLike<number> },
  { range, ...options }: ValuesReportOptions,
): Promise<ValuesReport> => ({
  kind: 'values',
  ...(await baseOf(result, options)),
  range,
  evaluation: namedMistakes(result.evaluation, namesOf(result)),
  points: valuesOf(result.judged).map((value, i) => [value, result.said[i]!]),
});

async function baseOf(
  { collection, reasons }: JudgedTargets<unknown>,
  { preprocessing, repeat, ...about }: AboutAnyReport & { readonly preprocessing: Preprocessing },
): Promise<ReportBase> {
  const digest = await picturesDigest(collection);
  const told = about.reasons ?? reasons;
  return reportBase(
    {
      ...about,
      data: describeCollection(collection),
      ...(told && { reasons: told }),
      repeat: { ...repeat, hashes: { ...(digest !== undefined && { 'all pictures': digest }), ...repeat.hashes } },
    },
    preprocessing,
  );
}

const namesOf = ({ judged }: JudgedTargets<unknown>): string[] => judged.map(({ name }) => name);
