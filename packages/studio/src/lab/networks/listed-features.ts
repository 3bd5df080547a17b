/** A backbone up to where it is cut, to one list of numbers for each picture. */
import { globalAveragePooling2D, graft, type Model } from '@graftml/core';
import type { Backbone } from '@graftml/vision';

/** @param at a name of its cut points; where it says itself unless given */
export function listedFeatures(backbone: Backbone, at: string | undefined): Model {
  const network = at === undefined || at === backbone.at ? backbone.features : backbone.cut(at);
  const { shape } = network.graph('infer').outputs.output!;
  return shape.length === 4 ? graft(network, [globalAveragePooling2D()]) : network;
}
