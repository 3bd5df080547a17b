/** Models of several labels, or of a number: what is not one class of several. */
import { UsageError } from '@graftml/core';
import { type Classifier, openClassifier, openRegressor, type Regressor, tellsValue } from '@graftml/vision';

export type TargetModel =
  | { readonly kind: 'labels'; readonly model: Classifier }
  | { readonly kind: 'values'; readonly model: Regressor };

/** What a file tells; undefined of a classifier of one label for each picture. @throws FileError as `openClassifier` */
export function targetOf(bytes: Uint8Array, path: string): TargetModel | undefined {
  if (tellsValue(bytes, path)) return { kind: 'values', model: openRegressor(bytes, path) };
  const model = openClassifier(bytes, path);
  return model.several ? { kind: 'labels', model } : undefined;
}

const told = { labels: 'several labels of each picture', values: 'a number of each picture' } as const;

/** @throws UsageError for the first of these options that is given: it is for classifiers of one label */
export function refuseOptions(kind: TargetModel['kind'], options: Readonly<Record<string, unknown>>): void {
  const where = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (where === undefined) return;
  throw new UsageError(`is for a model of one class for each picture, and this one tells ${told[kind]}`, {
    where,
    hint: 'leave it out',
  });
}
