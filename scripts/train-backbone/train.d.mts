import type { Backend, Progress, Run, Signal } from '@graftml/core';
import type { Recipe } from './recipe.mjs';

export function train(options: {
  recipe: Recipe;
  sources: readonly string[];
  teacherPath: string;
  folder: string;
  backend: Backend;
  signal: AbortSignal & Signal;
  say(line: string): void;
  onProgress?(progress: Progress): void;
}): Promise<Run>;
