/** Pooling over pictures, channels first. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import type { Window } from '../../ops/window.ts';
import { type Named, type Options, type Pair, pair, settle, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';
import { type Padding, paddingOf, picture, windowFor } from '../windows.ts';

interface PoolingSettings extends Named {
  readonly strides: Pair;
  readonly padding: Padding;
}
/** Defaults: strides as the pool size, padding `'valid'`. */
export type PoolingOptions = Options<PoolingSettings>;

/** The largest element of each window of `poolSize`: `[N, channels, height, width]` to `[N, channels, …]`. */
export const maxPooling2D = (poolSize: Pair = 2, options: PoolingOptions = {}): Layer =>
  pooling('maxPooling2D', 'MaxPooling2D', poolSize, options, (g, x, window) => g.maxPool(x, { ...window }));

/** The mean of each window of `poolSize`, padding not counted: `[N, channels, height, width]` to `[N, channels, …]`. */
export const averagePooling2D = (poolSize: Pair, options: PoolingOptions = {}): Layer =>
  pooling('averagePooling2D', 'AveragePooling2D', poolSize, options, (g, x, window) => g.averagePool(x, { ...window }));

function pooling(
  where: string,
  type: string,
  poolSize: Pair,
  options: PoolingOptions,
  pool: (g: Builder, x: Value, window: Window) => Value,
): Layer {
  const settings = settle<PoolingSettings>(where, { ...unnamed, strides: poolSize, padding: 'valid' }, options);
  const size = pair(where, 'poolSize', poolSize);
  const strides = pair(where, 'strides', settings.strides);
  const padding = paddingOf(where, settings.padding);
  return layer(type, (at, x) => pool(at.g, x, windowFor(at, picture(at, x).spatial, padding, size, strides)), settings);
}

interface GlobalPoolingSettings extends Named {
  /** `[N, channels, 1, 1]` instead of `[N, channels]`. */
  readonly keepdims: boolean;
}
const globalDefaults: GlobalPoolingSettings = { ...unnamed, keepdims: false };
/** Options of global pooling. */
export type GlobalPoolingOptions = Options<GlobalPoolingSettings>;

/** The mean of each channel: `[N, channels, height, width]` to `[N, channels]`. */
export function globalAveragePooling2D(options: GlobalPoolingOptions = {}): Layer {
  const settings = settle('globalAveragePooling2D', globalDefaults, options);
  return layer(
    'GlobalAveragePooling2D',
    (at, x) => {
      picture(at, x);
      const pooled = at.g.globalAveragePool(x);
      return settings.keepdims ? pooled : at.g.flatten(pooled);
    },
    settings,
  );
}

/** The largest element of each channel: `[N, channels, height, width]` to `[N, channels]`. */
export function globalMaxPooling2D(options: GlobalPoolingOptions = {}): Layer {
  const settings = settle('globalMaxPooling2D', globalDefaults, options);
  return layer(
    'GlobalMaxPooling2D',
    (at, x) => {
      picture(at, x);
      return at.g.reduceMax(x, [2, 3], { keepdims: settings.keepdims ? 1 : 0 });
    },
    settings,
  );
}
