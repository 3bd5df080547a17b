/** From photographs to a judgement: features of a small pretrained network, and a linear classifier on them. */
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, rmsprop } from '@graftml/core';
import { featuresBySplit, fitLogistic, linearProbe, standardizer, trainHead } from '@graftml/vision';
import { extractFeatures, openCollection } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataPath, requireOrSkip } from '../support/require.ts';
import { description, openBackbone } from './mobilenet.ts';

const skip = requireOrSkip('models') || requireOrSkip('data');

/** On features of MobileNetV1 0.25, by scikit-learn's LogisticRegression(C=1, max_iter=2000) after StandardScaler. */
const published = { hymenoptera: 0.875, flowers: 0.79 } as const;

describe.skipIf(skip)('a linear classifier on features of MobileNetV1 0.25', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxBackend({ device: 'cpu' });
  });
  afterAll(() => backend.dispose());

  it.each(['hymenoptera', 'flowers'] as const)('is as good on %s as that of scikit-learn', async (name) => {
    const features = await extractFeatures({
      backend,
      model: await openBackbone(),
      preprocessing: description,
      collection: await openCollection(dataPath(`${name}/${name}.tar`), { examine: false }),
    });
    const { train, validation, classNames } = featuresBySplit(features);
    const scaled = standardizer(train.features.data as Float32Array, 256);
    const { classify } = fitLogistic(scaled(train.features.data as Float32Array), train.labels!, {
      classes: classNames.length,
    });
    const found = classify(scaled(validation!.features.data as Float32Array));
    const accuracy = found.filter((label, i) => label === validation!.labels![i]).length / validation!.size;
    expect(accuracy).toBeGreaterThanOrEqual(published[name] - 0.03);
    // What the training pictures alone foretell.
    const probe = linearProbe(train.features, train.labels!);
    expect(Math.abs(probe.accuracy - accuracy)).toBeLessThan(0.12);
    // The same as a network that is trained.
    const sets = { train, validation: validation!, test: validation!, classNames };
    const { test } = await trainHead({ backend, sets, optimizer: rmsprop({ learningRate: 0.01 }) });
    expect(test!.accuracy).toBeGreaterThanOrEqual(published[name] - 0.05);
  });
});
