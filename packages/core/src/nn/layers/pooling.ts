/** Pooling over pictures, channels first. */
import { oneOf, onlyOptions, type Pair, pair } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';
import { type Padding, paddings, picture, windowFor } from '../windows.ts';

export interface PoolingOptions {
  readonly name?: string;
  /** The pool size by default. */
  readonly strides?: Pair;
  /** `'valid'` by default. */
  readonly padding?: Padding;
}

/** The largest element of each window of `poolSize` (2): `[N, channels, height, width]` to `[N, channels, …]`. */
export function maxPooling2D(poolSize: Pair = 2, options: PoolingOptions = {}): Layer {
  const { padding, size, strides } = pooling('maxPooling2D', poolSize, options);
  return layer(
    'MaxPooling2D',
    (at, x) => at.g.maxPool(x, { ...windowFor(at, picture(at, x).spatial, padding, size, strides) }),
    options,
  );
}

/** The mean of each window of `poolSize` (2), padding not counted: `[N, channels, height, width]` to `[N, channels, …]`. */
export function averagePooling2D(poolSize: Pair = 2, options: PoolingOptions = {}): Layer {
  const { padding, size, strides } = pooling('averagePooling2D', poolSize, options);
  return layer(
    'AveragePooling2D',
    (at, x) => at.g.averagePool(x, { ...windowFor(at, picture(at, x).spatial, padding, size, strides) }),
    options,
  );
}

export interface GlobalPoolingOptions {
  readonly name?: string;
  /** `[N, channels, 1, 1]` instead of `[N, channels]`: false by default. */
  readonly keepdims?: boolean;
}

/** The mean of each channel: `[N, channels, height, width]` to `[N, channels]`. */
export function globalAveragePooling2D(options: GlobalPoolingOptions = {}): Layer {
  onlyOptions('globalAveragePooling2D', options, ['name', 'keepdims']);
  return layer(
    'GlobalAveragePooling2D',
    (at, x) => {
      picture(at, x);
      const pooled = at.g.globalAveragePool(x);
      return options.keepdims ? pooled : at.g.flatten(pooled);
    },
    options,
  );
}

/** The largest element of each channel: `[N, channels, height, width]` to `[N, channels]`. */
export function globalMaxPooling2D(options: GlobalPoolingOptions = {}): Layer {
  onlyOptions('globalMaxPooling2D', options, ['name', 'keepdims']);
  return layer(
    'GlobalMaxPooling2D',
    (at, x) => {
      picture(at, x);
      return at.g.reduceMax(x, [2, 3], { keepdims: options.keepdims ? 1 : 0 });
    },
    options,
  );
}

function pooling(where: string, poolSize: Pair, options: PoolingOptions) {
  onlyOptions(where, options, ['name', 'strides', 'padding']);
  const size = pair(where, 'poolSize', poolSize);
  return {
    size,
    strides: options.strides === undefined ? size : pair(where, 'strides', options.strides),
    padding: oneOf(where, 'padding', options.padding ?? 'valid', paddings),
  };
}
