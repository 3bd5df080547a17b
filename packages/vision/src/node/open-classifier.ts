/** A classifier by its file or name: one of ours, or a published one. */
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { UsageError } from '@graftml/core';
import { labelsOf, readMetadata } from '@graftml/onnx';
import { type Classifier, openClassifier as classifierFrom, preprocessingKey } from '../classifier.ts';
import type { ToldBy } from '../models/backbone.ts';
import { type LabelledBy, stockClassifier } from '../models/stock-classifier.ts';
import { tellsValue } from '../targets/regressor.ts';
import { type OpenBackboneOptions, openBackbone } from './open-backbone.ts';
import { openOnnx } from './open-onnx.ts';

/** What a published classifier's file does not say, and how it is fetched. */
export interface OpenClassifierOptions extends Omit<OpenBackboneOptions, 'at'> {
  /** What its outputs stand for: see `stockClassifier`. */
  readonly labels?: readonly string[];
}

/** A classifier with where what is known of it comes from. */
export interface OpenedClassifier extends Classifier {
  readonly name: string;
  /** Undefined for files that Graft wrote, which say all of it. */
  readonly stock?: { readonly preprocessing: ToldBy; readonly labels: LabelledBy };
}

/**
 * `openClassifier('model.onnx')` for what `saveClassifier` wrote; `openClassifier('mobilenet-v2')` for a name or a file as `openBackbone` takes it,
 * with the head that it has.
 * @throws UsageError for options that a file of ours answers itself, and for what gives no scores of classes; and as `openBackbone`
 */
export async function openClassifier(name: string, options: OpenClassifierOptions = {}): Promise<OpenedClassifier> {
  const { labels, ...backbone } = options;
  if (existsSync(name) || extname(name).toLowerCase() === '.onnx') {
    const { bytes } = await openOnnx(name);
    const { metadata } = readMetadata(bytes, { where: name });
    if (labelsOf(metadata) && metadata[preprocessingKey] !== undefined) {
      const idle = (['labels', 'preprocessing', 'colours', 'output'] as const).find(
        (key) => options[key] !== undefined,
      );
      if (idle) throw new UsageError('is said by the file itself', { where: idle, hint: 'leave it out' });
      return { ...classifierFrom(bytes, name), name };
    }
    if (tellsValue(bytes, name))
      throw new UsageError('tells a number of each picture, and no classes', {
        where: name,
        hint: 'graft predict and graft evaluate take it, and as a backbone graft features does',
      });
  }
  const opened = await openBackbone(name, backbone);
  const { labelledBy, ...classifier } = stockClassifier(opened, labels);
  return { ...classifier, name: opened.name, stock: { preprocessing: opened.toldBy, labels: labelledBy } };
}
