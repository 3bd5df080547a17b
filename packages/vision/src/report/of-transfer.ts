/** The report of a transfer. */
import { describeCollection } from '../collection/describe.ts';
import { sha256 } from '../digest.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { Transfer } from '../transfer/transfer.ts';
import { namedMistakes, type Repeat, type Report, type ReportedModel, type Strangers } from './report.ts';

/** What a transfer does not know of itself. */
export interface TransferReportOptions {
  /** The name and the bytes of the file that was saved. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly preprocessing: Preprocessing;
  readonly about?: Pick<ReportedModel, 'backbone' | 'strategy' | 'head'>;
  /** Where the pictures came from. */
  readonly from?: readonly string[];
  readonly strangers?: Strangers;
  readonly repeat: Omit<Repeat, 'hashes'> & { readonly hashes?: Repeat['hashes'] };
  /** When it is made; now, unless given. */
  readonly made?: Date;
}

/** Everything that a report says, but for the pictures to look at: see `reportPage`. */
export async function reportOfTransfer(result: Transfer, options: TransferReportOptions): Promise<Report> {
  const { file, bytes, preprocessing, about, from = [], strangers, repeat, made = new Date() } = options;
  const { evaluation, judged, trust, collection, classNames } = result;
  const digest = await picturesDigest(result);
  return {
    version: 1,
    made: made.toISOString(),
    model: { file, size: bytes.length, sha256: await sha256(bytes), ...about, preprocessing },
    labels: classNames,
    evaluation: namedMistakes(
      evaluation,
      judged.map(({ name }) => name),
    ),
    ...(trust && { trust }),
    ...(trust?.unsure && { unsure: trust.unsure }),
    ...(strangers && { strangers }),
    data: { from, ...describeCollection(collection) },
    repeat: { ...repeat, hashes: { ...(digest !== undefined && { 'all pictures': digest }), ...repeat.hashes } },
  };
}

/** Of their contents, their classes and the part that each is in, in any order; undefined where they were not examined. */
async function picturesDigest({ collection: { pictures } }: Transfer): Promise<string | undefined> {
  if (!pictures.every(({ facts }) => facts)) return undefined;
  const lines = pictures.map(({ facts, labels, split }) => JSON.stringify([facts!.digest, labels, split])).sort();
  return sha256(new TextEncoder().encode(lines.join('\n')));
}
