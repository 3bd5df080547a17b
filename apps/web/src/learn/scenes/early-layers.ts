import {
  conv2D,
  dense,
  globalAveragePooling2D,
  initializers,
  leakyRelu,
  maxPooling2D,
  regularizers,
  rescaling,
  sequential,
  type Tensor,
  weightsOf,
} from '@graftml/core';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/early-layers.tsx';
import { type Course, course, courseOf, shapeSets } from './shared/shape-course.ts';
import { shapeSide } from './shared/shapes.ts';

const reach = 5;

export interface EarlyLayersState {
  readonly course: Course;
  readonly atStart: readonly Float32Array[];
  readonly filters: readonly Float32Array[];
  /** How much weights differ from their neighbours, as a multiple of their size: 1.41 for noise. */
  readonly roughness: readonly number[];
}

export async function* scene({
  filters,
  penalty,
  examples,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<EarlyLayersState> {
  const [train, validation] = shapeSets(examples, seed);
  const network = sequential({ input: [3, shapeSide, shapeSide] }, [
    rescaling(2, { offset: -1 }),
    conv2D(filters, reach, {
      padding: 'same',
      name: 'first',
      kernelInitializer: initializers.varianceScaling({ scale: 0.2 }),
      ...(penalty > 0 && { kernelRegularizer: regularizers.l2(penalty) }),
    }),
    leakyRelu(),
    maxPooling2D(2),
    conv2D(16, 3, { padding: 'same', activation: 'relu' }),
    globalAveragePooling2D(),
    dense(5),
  ]);
  let atStart: Float32Array[] | undefined;
  const roughness: number[] = [];
  for await (const moment of course(network, { train, validation, learningRate: 0.004, epochs: 40, seed }, 2)) {
    const { data } = weightsOf(moment.model)['first/kernel'] as Tensor<'float32'>;
    const length = 3 * reach * reach;
    const now = Array.from({ length: filters }, (_, i) => data.slice(i * length, (i + 1) * length));
    atStart ??= now;
    roughness.push(now.reduce((sum, one) => sum + roughnessOf(one), 0) / filters);
    yield { course: courseOf(moment), atStart, filters: now, roughness };
  }
}

function roughnessOf(weights: Float32Array): number {
  let [pairs, differences, squares] = [0, 0, 0];
  weights.forEach((weight, i) => {
    squares += weight * weight;
    if (i % reach === reach - 1) return;
    differences += (weights[i + 1]! - weight) ** 2;
    pairs++;
  });
  return Math.sqrt(differences / pairs / (squares / weights.length));
}
