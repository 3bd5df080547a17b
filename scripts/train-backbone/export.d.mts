import type { EpochLogs, Model } from '@graftml/core';
import type { Recipe } from './recipe.mjs';

export function exportBackbone(
  model: Model,
  about: { recipe: Recipe; epochs: number; history: readonly EpochLogs[] },
): Uint8Array<ArrayBuffer>;
