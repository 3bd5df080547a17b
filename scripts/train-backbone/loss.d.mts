import type { Loss, Metrics } from '@graftml/core';

export interface Moments {
  mean: number[];
  deviation: number[];
}
export function distillation(options: { features: number; temperature: number; featureWeight: number }): {
  loss: Loss;
  metrics: Metrics;
};
export function momentsOf(rows: Float32Array, width: number, features: number): Moments;
export function toTargets(rows: Float32Array, width: number, moments: Moments, temperature: number): Float32Array;
