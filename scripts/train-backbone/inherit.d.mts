import type { Backend, Model, Tensor } from '@graftml/core';

export function inherited(
  student: Model,
  teacher: Model,
  options: {
    backend: Backend;
    data: { size: number; get(index: number): { x: Tensor } };
    moments: { mean: readonly number[]; deviation: readonly number[] };
  },
): Promise<Model>;
