/** What a network is, for a person to see before any photo has gone through it. */
import type { Backend, CutPoint } from '@graftml/core';
import type { Backbone } from '@graftml/vision';
import type { Cut, Prepared } from '../lab.ts';
import { listedFeatures } from './listed-features.ts';

export function preparedOf(backbone: Backbone, { capabilities }: Backend): Prepared {
  const { name, model, preprocessing, at } = backbone;
  const { device, reason } = capabilities;
  const parameters = model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    name,
    device: device as Prepared['device'],
    reason,
    width: listedFeatures(backbone, at).graph('infer').outputs.output!.shape[1] as number,
    parameters,
    size: { width: preprocessing.width, height: preprocessing.height },
    cuts: cutsOf(backbone),
  };
}

/** Where blocks and poolings end, and the usual place; all tensors where a network has no such places. */
export function cutsOf({ cutPoints, at, model }: Pick<Backbone, 'cutPoints' | 'at' | 'model'>): Cut[] {
  const learned = cutPoints.filter(({ before }) => before.parameters > 0);
  const natural = learned.filter((point) => point.natural || point.name === at);
  const shown = natural.length > 1 ? natural : learned;
  // A backbone that ends in features is used as it is: the last place there is.
  const usual = at ?? shown.at(-1)?.name;
  const total = ({ before, after }: CutPoint) => before.parameters + after.parameters;
  const output = at === undefined && !isLast(shown.at(-1), model);
  return shown.map((point) => ({
    at: point.name,
    shape: point.shape.slice(1) as number[],
    weightsBefore: point.before.parameters / Math.max(1, total(point)),
    isUsual: !output && point.name === usual,
  }));
}

const isLast = (point: CutPoint | undefined, { graph }: Backbone['model']): boolean =>
  point !== undefined && size(point.shape) === size(graph('infer').outputs.output!.shape);

const size = (shape: readonly (number | string)[]): number =>
  shape.reduce<number>((product, extent) => (typeof extent === 'number' ? product * extent : product), 1);
