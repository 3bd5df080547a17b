/** What there is to tell of a trained model, as data. `reportPage` makes a page of it, JSON a file for machines. */
import type { CollectionFacts } from '../collection/describe.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { LabelsEvaluation } from '../targets/judge-labels.ts';
import type { ValuesEvaluation } from '../targets/judge-values.ts';
import type { Evaluation, Mistake } from '../transfer/evaluation.ts';
import type { Trust, Unsure } from '../trust/calibrate.ts';
import type { Strangers } from '../trust/strangers.ts';

/** What every report says. All of it is JSON. */
export interface ReportBase {
  /** Of this form. */
  readonly version: 1;
  /** When it was made, ISO 8601. */
  readonly made: string;
  readonly model: ReportedModel;
  readonly data?: ReportedData;
  /** How it was learnt, in words: a sentence each without its full stop. */
  readonly reasons?: readonly string[];
  readonly repeat: Repeat;
}

/** Of a classifier of one label for each picture. */
export interface Report extends ReportBase {
  readonly kind: 'classes';
  readonly labels: readonly string[];
  /** Every mistake with the picture that it was made on. */
  readonly evaluation: Named<Evaluation>;
  /** By what the temperature and the threshold were learnt. */
  readonly trust?: Trust;
  /** When the classifier is unsure. */
  readonly unsure?: Unsure;
  readonly strangers?: Strangers;
  readonly curves?: readonly Curve[];
  /** The same network in whole numbers, where it was quantized. */
  readonly quantized?: Quantized;
}

/** Of a classifier of several labels for each picture. */
export interface LabelsReport extends ReportBase {
  readonly kind: 'labels';
  readonly labels: readonly string[];
  readonly evaluation: Named<LabelsEvaluation>;
}

/** Of a model that tells a number of each picture. */
export interface ValuesReport extends ReportBase {
  readonly kind: 'values';
  /** The least and the largest value it has learnt. */
  readonly range: readonly [number, number];
  readonly evaluation: Named<ValuesEvaluation>;
  /** Each picture that was judged by: what is right, and what was said. */
  readonly points: readonly (readonly [value: number, said: number])[];
}

/** A report of whatever kind of model. */
export type AnyReport = Report | LabelsReport | ValuesReport;

/** An evaluation whose mistakes say which picture they were made on. */
export type Named<Judged extends { readonly mistakes: readonly { readonly index: number }[] }> = Omit<
  Judged,
  'mistakes'
> & {
  readonly mistakes: readonly (Judged['mistakes'][number] & { readonly picture: string })[];
};

/** Which file it is about. */
export interface ReportedModel {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** The pretrained network that it stands on. */
  readonly backbone?: string;
  readonly strategy?: string;
  readonly head?: string;
  readonly preprocessing: Preprocessing;
}

/** A mistake on a picture of that name. */
export interface NamedMistake extends Mistake {
  readonly picture: string;
}

/** What it was made from. */
export interface ReportedData {
  readonly from: readonly string[];
  readonly facts: CollectionFacts;
  /** As `describeCollection` says it. */
  readonly lines: readonly string[];
}

/** How a figure changed with the epochs, from the first. */
export interface Curve {
  /** `'loss'` */
  readonly figure: string;
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** The epoch whose weights were kept, from 1. */
  readonly best?: number;
}

/** Before and after a network was put into whole numbers. */
export interface Quantized {
  readonly file: string;
  readonly size: number;
  readonly accuracy: number;
  readonly interval: readonly [number, number];
  readonly loss: number;
  /** Pictures a second of the one and the other, where that was measured. */
  readonly speed?: { readonly before: number; readonly after: number };
}

/** What it takes to get the same file again. */
export interface Repeat {
  readonly command?: string;
  readonly seed?: number;
  readonly device?: string;
  /** Of the programs: `{ node: 'v20.20.2' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of what went in, hexadecimal. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The mistakes of an evaluation with the names of their pictures. @param names in the order that was judged */
export const namedMistakes = <Judged extends { readonly mistakes: readonly { readonly index: number }[] }>(
  { mistakes, ...evaluation }: Judged,
  names: readonly string[],
): Named<Judged> => ({
  ...evaluation,
  mistakes: mistakes.map((mistake) => ({
    ...mistake,
    picture: names[mistake.index] ?? `picture ${mistake.index + 1}`,
  })),
});
