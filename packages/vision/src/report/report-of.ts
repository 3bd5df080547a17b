/** Reports of what was found: of an evaluation, or of a whole transfer. */
import type { Classifier } from '../classifier.ts';
import type { Collection } from '../collection/collection.ts';
import { type CollectionDescription, describeCollection } from '../collection/describe.ts';
import { sha256 } from '../digest.ts';
import type { Evaluation } from '../transfer/evaluation.ts';
import type { Transfer } from '../transfer/transfer.ts';
import { type Curve, namedMistakes, type Repeat, type Report, type ReportBase, type ReportedModel } from './report.ts';

/** What neither an evaluation nor a transfer knows of itself. */
export interface AboutReport extends AboutAnyReport, Pick<Report, 'strangers' | 'quantized' | 'curves'> {}

/** The same, of whatever kind of model. */
export interface AboutAnyReport extends Pick<Report, 'reasons'> {
  /** The name and the bytes of the file. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly about?: Pick<ReportedModel, 'backbone' | 'strategy' | 'head'>;
  /** Where the pictures came from. */
  readonly from?: readonly string[];
  readonly repeat: Omit<Repeat, 'hashes'> & { readonly hashes?: Repeat['hashes'] };
  /** When it is made; now, unless given. */
  readonly made?: Date;
}

interface ReportBaseOptions extends AboutAnyReport {
  readonly data?: CollectionDescription;
}

/** Options of `reportOfEvaluation`. */
export interface EvaluationReportOptions extends AboutReport {
  readonly classifier: Pick<Classifier, 'labels' | 'preprocessing' | 'unsure'>;
  /** Of the pictures, in the order that they were judged. */
  readonly names: readonly string[];
  /** What the pictures are: see `describeCollection`. */
  readonly data?: CollectionDescription;
  readonly trust?: Report['trust'];
}

/** Everything that a report says of an evaluation, but for the pictures to look at: see `reportPage`. */
export async function reportOfEvaluation(evaluation: Evaluation, options: EvaluationReportOptions): Promise<Report> {
  const { classifier, names, trust, strangers, quantized, curves } = options;
  const { labels, preprocessing, unsure } = classifier;
  return {
    kind: 'classes',
    ...(await reportBase(options, preprocessing)),
    labels,
    evaluation: namedMistakes(evaluation, names),
    ...(trust && { trust }),
    ...(unsure && { unsure }),
    ...(strangers && { strangers }),
    ...(curves && { curves }),
    ...(quantized && { quantized }),
  };
}

/** What every report says. */
export async function reportBase(
  { file, bytes, about, from = [], repeat, made = new Date(), data, reasons }: ReportBaseOptions,
  preprocessing: Classifier['preprocessing'],
): Promise<ReportBase> {
  return {
    version: 1,
    made: made.toISOString(),
    model: { file, size: bytes.length, sha256: await sha256(bytes), ...about, preprocessing },
    ...(data && { data: { from, ...data } }),
    ...(reasons && reasons.length > 0 && { reasons }),
    repeat: { ...repeat, hashes: repeat.hashes ?? {} },
  };
}

/** Options of `reportOfTransfer`. */
export interface TransferReportOptions extends AboutReport {
  readonly preprocessing: Classifier['preprocessing'];
}

/** The same of a transfer, with its pictures and how to get them again. */
export async function reportOfTransfer(
  result: Transfer,
  { preprocessing, repeat, ...about }: TransferReportOptions,
): Promise<Report> {
  const { evaluation, judged, trust, collection, classNames: labels } = result;
  const digest = await picturesDigest(collection);
  return reportOfEvaluation(evaluation, {
    ...about,
    classifier: { labels, preprocessing, ...(trust?.unsure && { unsure: trust.unsure }) },
    names: judged.map(({ name }) => name),
    data: describeCollection(collection),
    ...(about.reasons ? {} : { reasons: result.reasons }),
    ...(result.training && { curves: curvesOf(result.training) }),
    ...(trust && { trust }),
    repeat: { ...repeat, hashes: { ...(digest !== undefined && { 'all pictures': digest }), ...repeat.hashes } },
  });
}

/** Loss and accuracy by epochs, of training and validation. */
function curvesOf({ history, bestEpoch }: NonNullable<Transfer['training']>): Curve[] {
  return ['loss', 'accuracy'].flatMap((figure): Curve[] => {
    const series = [
      { name: 'training', key: figure },
      { name: 'validation', key: `val_${figure}` },
    ]
      .map(({ name, key }) => ({ name, values: history.map(({ logs }) => logs[key]) }))
      .filter((one): one is { name: string; values: number[] } =>
        one.values.every((value) => typeof value === 'number'),
      );
    if (series.length === 0 || history.length === 0) return [];
    return [{ figure, series, ...(bestEpoch !== undefined && { best: bestEpoch }) }];
  });
}

/** Of their contents, what they are, and the part that each is in, in any order; undefined where they were not examined. */
export async function picturesDigest({ pictures }: Pick<Collection, 'pictures'>): Promise<string | undefined> {
  if (!pictures.every(({ facts }) => facts)) return undefined;
  const lines = pictures
    .map(({ facts, labels, split, value }) =>
      JSON.stringify([facts!.digest, labels, split, ...(value === undefined ? [] : [value])]),
    )
    .sort();
  return sha256(new TextEncoder().encode(lines.join('\n')));
}
