import type { EpochLogs, Model } from '@graftml/core';
import type { Recipe } from './recipe.mjs';

export function fromCheckpoint(
  recipe: Recipe,
  folder: string,
  size?: number,
): Promise<{ model: Model; epochs: number; history: readonly EpochLogs[] }>;
