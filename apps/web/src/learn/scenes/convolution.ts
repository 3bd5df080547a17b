import { cpuBackend } from '@graftml/backend-cpu';
import { conv2D, tensor } from '@graftml/core';
import { filters, sizeAfter } from '@graftml/examples/convolution';
import { apply } from '@graftml/examples/shared/apply';
import { scene as house } from '@graftml/examples/shared/scene';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/convolution.tsx';

const size = 28;

export interface ConvolutionState {
  readonly size: number;
  readonly picture: Float32Array;
  readonly kernel: readonly number[];
  readonly outputs: number;
  readonly map: Float32Array;
  /** Zeros laid before and after. */
  readonly before: number;
  readonly after: number;
  /** Which output is filled now. */
  readonly position: number;
  /** The same pixel by hand: each pixel under the filter, times its weight. */
  readonly products: readonly number[];
}

export async function* scene({
  filter,
  stride,
  padding,
  dilation,
}: SettingsOf<typeof controls>): AsyncGenerator<ConvolutionState> {
  const picture = house(size);
  const kernel = filters[filter]!.flat();
  const options = { strides: stride, padding, dilationRate: dilation };
  const layer = conv2D(1, 3, { ...options, useBias: false, name: 'filter' });
  const weights = { 'filter/kernel': tensor('float32', [1, 1, 3, 3], kernel) };
  const { data: map } = await apply([layer], picture, { backend: cpuBackend(), weights });
  const outputs = sizeAfter(size, { kernel: 3, ...options });
  const zeros = padding === 'same' ? Math.max(0, (outputs - 1) * stride + 2 * dilation + 1 - size) : 0;
  const before = Math.floor(zeros / 2);
  const pixel = (row: number, column: number) =>
    row < 0 || column < 0 || row >= size || column >= size ? 0 : picture.data[row * size + column]!;
  for (let position = 0; position < outputs * outputs; position++) {
    const [top, left] = [Math.floor(position / outputs) * stride - before, (position % outputs) * stride - before];
    const products = kernel.map(
      (weight, i) => weight * pixel(top + Math.floor(i / 3) * dilation, left + (i % 3) * dilation),
    );
    yield { size, picture: picture.data, kernel, outputs, map, before, after: zeros - before, position, products };
  }
}
