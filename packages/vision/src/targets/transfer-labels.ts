/** From pictures with any number of labels and a pretrained network to a classifier that tells all of them. */
import { DataError, type Model } from '@graftml/core';
import { saveClassifier } from '../classifier.ts';
import { type BrokenPicture, labelIndices } from '../collection/collection.ts';
import { type FeaturesByPart, featuresByPart, type TargetOptions } from './features-by-part.ts';
import { bestThreshold, judgeLabels, type LabelsEvaluation, questionsOf } from './judge-labels.ts';
import { fitLogistics, probeLogistics, sigmoid } from './logistics.ts';
import { scores } from './numbers.ts';

/** What `transferLabels` gives. */
export interface LabelsTransfer extends Pick<FeaturesByPart, 'pictures' | 'notes'> {
  /** From what the backbone's preprocessing makes to logits `[N, classes]`, one question each. */
  readonly model: Model;
  readonly evaluation: LabelsEvaluation;
  readonly classNames: readonly string[];
  /** From which probability each label is told. */
  readonly thresholds: readonly number[];
  readonly broken: readonly BrokenPicture[];
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
  const { train, judged, of, width, pictures } = found;
  const labelsOf = (part: typeof train) => labelIndices({ pictures: part.pictures, classNames });
  const rows = { x: train.x, width, labels: labelsOf(train), classNames };
  const groups = train.pictures.map(({ group }) => group);
  const { c, probabilities } = await probeLogistics(rows, { groups, seed, ...(signal && { signal }) });
  const thresholds = questionsOf(probabilities, rows.labels, classNames.length).map(bestThreshold);
  const weights = fitLogistics(rows, c);
  onProgress?.({ phase: 'evaluation', of });
  const said = scores(judged.x, weights).map(sigmoid);
  const evaluation = judgeLabels(said, labelsOf(judged), { of, classNames, thresholds });
  const model = found.grafted(weights);
  const { n, f1, loss } = evaluation;
  const training = {
    strategy: 'head',
    backbone: backbone.name,
    head: { type: 'logistics', c },
    seed,
    pictures,
    evaluation: { of, n, f1, loss },
  };
  return {
    ...{ model, evaluation, classNames, thresholds, pictures },
    broken: found.broken,
    notes: found.notes,
    save: () =>
      saveClassifier(model, {
        labels: classNames,
        preprocessing: backbone.preprocessing,
        training,
        several: { thresholds },
      }),
  };
}
