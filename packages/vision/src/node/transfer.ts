/** Pictures and a pretrained network to a classifier, decoded with sharp. */

import type { TargetOptions as AnyTarget } from '../targets/features-by-part.ts';
import {
  type JudgePicturesOptions as AnyPictures,
  judgeRegressor as regressorAnywhere,
  judgeSeveral as severalAnywhere,
} from '../targets/judge-pictures.ts';
import { type LabelsTransfer, transferLabels as labelsAnywhere } from '../targets/transfer-labels.ts';
import { type ValuesTransfer, transferValues as valuesAnywhere } from '../targets/transfer-values.ts';
import { type TransferOptions as Anywhere, transfer as anywhere, type Transfer } from '../transfer/transfer.ts';
import { withReaders } from './picture-readers.ts';

/** Options of `transfer`. */
export type TransferOptions = Omit<Anywhere, 'decode'>;

/** `transfer` of `@graftml/vision`; `folderStorage` makes a cache of a folder. */
export const transfer = (options: TransferOptions): Promise<Transfer> =>
  withReaders((decode) => anywhere({ ...options, decode }));

/** Options of `transferLabels` and `transferValues`. */
export type TargetOptions = Omit<AnyTarget, 'decode'>;

/** `transferLabels` of `@graftml/vision`. */
export const transferLabels = (options: TargetOptions): Promise<LabelsTransfer> =>
  withReaders((decode) => labelsAnywhere({ ...options, decode }));

/** `transferValues` of `@graftml/vision`. */
export const transferValues = (options: TargetOptions): Promise<ValuesTransfer> =>
  withReaders((decode) => valuesAnywhere({ ...options, decode }));

/** Options of `judgeSeveral` and `judgeRegressor`. */
export type JudgePicturesOptions = Omit<AnyPictures, 'decode'>;

/** `judgeSeveral` of `@graftml/vision`. */
export const judgeSeveral = (
  classifier: Parameters<typeof severalAnywhere>[0],
  options: JudgePicturesOptions,
): ReturnType<typeof severalAnywhere> => withReaders((decode) => severalAnywhere(classifier, { ...options, decode }));

/** `judgeRegressor` of `@graftml/vision`. */
export const judgeRegressor = (
  regressor: Parameters<typeof regressorAnywhere>[0],
  options: JudgePicturesOptions,
): ReturnType<typeof regressorAnywhere> =>
  withReaders((decode) => regressorAnywhere(regressor, { ...options, decode }));
