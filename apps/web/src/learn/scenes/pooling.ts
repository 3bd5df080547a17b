import { cpuBackend } from '@graftml/backend-cpu';
import {
  averagePooling2D,
  conv2D,
  globalAveragePooling2D,
  type Layer,
  maxPooling2D,
  relu,
  type Tensor,
  tensor,
} from '@graftml/core';
import { distance, faded, placed } from '@graftml/examples/pooling';
import { apply } from '@graftml/examples/shared/apply';
import { scene as house } from '@graftml/examples/shared/scene';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/pooling.tsx';

const field = 64;
export const farthest = 8;

export interface PoolingState {
  /** For each shift to the right: the picture, its edges, and what pooling leaves of them. */
  readonly shifts: readonly {
    readonly picture: Float32Array;
    readonly edges: Float32Array;
    readonly pooled: Float32Array;
    readonly side: number;
  }[];
  readonly field: number;
  /** How much each changes with the shift, as a share: the edges, what is pooled, the global average. */
  readonly changes: readonly (readonly number[])[];
}

export async function scene({ pool, kind }: SettingsOf<typeof controls>): Promise<PoolingState> {
  const backend = cpuBackend();
  const faint = faded(house(44), 8);
  const weights = { 'edges/kernel': tensor('float32', [1, 1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]) };
  const edges = [conv2D(1, 3, { padding: 'same', useBias: false, name: 'edges' }), relu()];
  const pooling: Layer = kind === 'max' ? maxPooling2D(pool) : averagePooling2D(pool);
  const all = await Promise.all(
    Array.from({ length: farthest + 1 }, async (_, shift) => {
      const picture = placed(faint, field, 6 + shift);
      const of = (more: readonly Layer[]) => apply([...edges, ...more], picture, { backend, weights });
      return {
        picture,
        edges: await of([]),
        pooled: await of([pooling]),
        global: await of([globalAveragePooling2D({ keepdims: true })]),
      };
    }),
  );
  const [still] = all;
  const change = (name: 'edges' | 'pooled' | 'global') => all.map((one) => distance(one[name], still![name]));
  const data = ({ data }: Tensor<'float32'>) => data;
  return {
    field,
    changes: [change('edges'), change('pooled'), change('global')],
    shifts: all.map((one) => ({
      picture: data(one.picture),
      edges: data(one.edges),
      pooled: data(one.pooled),
      side: one.pooled.shape[1]!,
    })),
  };
}
