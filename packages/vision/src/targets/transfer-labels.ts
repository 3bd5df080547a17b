/** From pictures with any number of labels and a pretrained network to a classifier that tells all of them. */
import { DataError } from '@graftml/core';
import { saveClassifier } from '../classifier.ts';
import { labelIndices } from '../collection/collection.ts';
import { featuresByPart, type TargetOptions, type TargetTransfer } from './features-by-part.ts';
import { judgeLabels, type LabelsEvaluation } from './judge-labels.ts';
import { bestThreshold, questionsOf } from './label-questions.ts';
import { fitLogistics, probeLogistics, sigmoid } from './logistics.ts';
import { scores } from './numbers.ts';

/** What `transferLabels` gives. */
export interface LabelsTransfer extends TargetTransfer {
  readonly evaluation: LabelsEvaluation;
  readonly classNames: readonly string[];
  /** From which probability each label is told. */
  readonly thresholds: readonly number[];
  /** How it was learnt, a sentence each without its full stop. */
  readonly reasons: readonly string[];
  /** The bytes of a classifier whose probabilities are sigmoids: see `ClassifierDescription.several`. */
  save(): Uint8Array<ArrayBuffer>;
}

/**
 * As `transfer`, but that a picture may have several labels, or none: each is a question of yes or no, a logistic regression of its own on the
 * features of a backbone that stays as it is. How strongly they are kept small, and from which probability each label is told, is found by
 * cross-validation on the training pictures.
 * @throws DataError where there is no label, or one that no training picture has or all have; and as `transfer`
 */
export async function transferLabels(options: TargetOptions): Promise<LabelsTransfer> {
  const { collection, backbone, seed = 1, signal, onProgress } = options;
  const { classNames } = collection;
  if (classNames.length === 0)
    throw new DataError('no picture has a label', {
      where: 'transferLabels',
      expected: 'a column labels: cat|outdoors',
    });
  const found = await featuresByPart(options);
  const { train, judged, of, width } = found;
  const labelsOf = (part: typeof train) => labelIndices({ pictures: part.pictures, classNames });
  const rows = { x: train.x, width, labels: labelsOf(train), classNames };
  const groups = train.pictures.map(({ group }) => group);
  const { c, probabilities } = await probeLogistics(rows, { groups, seed, ...(signal && { signal }) });
  const thresholds = questionsOf(probabilities, rows.labels, classNames.length).map(bestThreshold);
  const weights = fitLogistics(rows, c);
  onProgress?.({ phase: 'evaluation', of });
  const said = scores(judged.x, weights).map(sigmoid);
  const evaluation = judgeLabels(said, labelsOf(judged), { of, classNames, thresholds });
  const result = found.learned(weights);
  const { n, f1, loss } = evaluation;
  const training = found.story({ type: 'logistics', c }, { of, n, f1, loss });
  return {
    ...{ ...result, evaluation, classNames, thresholds },
    reasons: [
      `Each label is a logistic regression of its own on ${width} features; that with C = ${c} was the best by cross-validation on the ${result.pictures.train} training pictures`,
      'From which probability a label is told was found by the same cross-validation: where F1 is largest, or a half where fewer than 10 training pictures have it, or lack it',
    ],
    save: () =>
      saveClassifier(result.model, {
        labels: classNames,
        preprocessing: backbone.preprocessing,
        training,
        several: { thresholds },
      }),
  };
}
