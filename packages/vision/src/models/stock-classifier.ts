/** A published classifier as it comes, without any training: a backbone with the head that it has. */
import { builder, type Model, nodeOf, showShape, UsageError } from '@graftml/core';
import type { Classifier } from '../classifier.ts';
import { pictureClassifier, pictureModel } from '../classifier-model.ts';
import { type Backbone, endsInFeatures } from './backbone.ts';
import { imageNetLabels } from './imagenet-labels.ts';

/** Who says what the outputs stand for: the caller, the file; `'imagenet'`: there are as many as ImageNet has classes; `'number'`: nobody. */
export type LabelledBy = 'given' | 'file' | 'imagenet' | 'number';

/** A classifier that was not trained here. */
export interface StockClassifier extends Classifier {
  readonly labelledBy: LabelledBy;
}

/**
 * From pictures to probabilities by a backbone's own head: `stockClassifier(await openBackbone('mobilenet-v2'))`.
 * @param labels what its outputs stand for; by the file, or ImageNet's where there are 1,000 (or 1,001, the first for none of them), or numbers, unless given
 * @throws UsageError if it has no head that gives scores of classes, or the labels do not fit
 */
export function stockClassifier(backbone: Backbone, labels?: readonly string[]): StockClassifier {
  const { preprocessing } = backbone;
  const scores = asList(backbone);
  const { output } = scores.graph('infer').outputs;
  const classes = output!.shape[1] as number;
  const named = namesOf(classes, labels, backbone.labels);
  if (named.labels.length !== classes)
    throw new UsageError('the labels do not fit the outputs', {
      where: backbone.name,
      expected: `${classes} labels, one for each output`,
      received: `${named.labels.length}`,
    });
  // Several answers may be right at once where each has a sigmoid of its own.
  const model =
    nodeOf(output!)?.op === 'sigmoid' ? pictureModel(scores, preprocessing) : pictureClassifier(scores, preprocessing);
  return { model, preprocessing, ...named };
}

function namesOf(
  classes: number,
  given: readonly string[] | undefined,
  ofFile: readonly string[] | undefined,
): Pick<StockClassifier, 'labels' | 'labelledBy'> {
  if (given) return { labels: given, labelledBy: 'given' };
  if (ofFile) return { labels: ofFile, labelledBy: 'file' };
  if (classes === 1000) return { labels: imageNetLabels(), labelledBy: 'imagenet' };
  if (classes === 1001) return { labels: ['background', ...imageNetLabels()], labelledBy: 'imagenet' };
  return { labels: Array.from({ length: classes }, (_, i) => `${i}`), labelledBy: 'number' };
}

/** The same with its output as `[N, classes]`, if it has one that is scores. */
function asList({ model, name }: Backbone): Model {
  const { shape } = model.graph('infer').outputs.output!;
  const [classes, ...others] = shape.slice(1);
  if (typeof classes !== 'number' || classes < 2 || others.some((d) => d !== 1) || endsInFeatures(model))
    throw new UsageError('gives no scores of classes', {
      where: name,
      received: `an output ${showShape(shape)}`,
      hint: `teach it yours: graft train PICTURES --backbone ${name}`,
    });
  if (others.length === 0) return model;
  return {
    ...model,
    graph(mode) {
      const { inputs, outputs } = model.graph(mode);
      return { inputs, outputs: { ...outputs, output: builder('scores').flatten(outputs.output!) } };
    },
  };
}
