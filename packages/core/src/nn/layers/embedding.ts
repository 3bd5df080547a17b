/** Tables of vectors. */
import { type Named, type Options, settle, unnamed, whole } from '../arguments.ts';
import type { Initializer } from '../initializer.ts';
import { randomUniform } from '../initializers.ts';
import { type Layer, layer } from '../layer.ts';
import type { Regularizer } from '../regularizers.ts';

interface EmbeddingSettings extends Named {
  readonly embeddingsInitializer: Initializer;
  readonly embeddingsRegularizer: Regularizer | undefined;
  /** Whether training changes the vectors. */
  readonly trainable: boolean;
}
/** Defaults: uniform from -0.05 to 0.05, no regularizer. */
export type EmbeddingOptions = Options<EmbeddingSettings>;

/**
 * A vector for each whole number from 0 to `inputDim - 1`: int32 or int64 `[N, ...]` to `[N, ..., outputDim]`; the model's
 * input needs `inputDtype: 'int32'`. Parameter: embeddings `[inputDim, outputDim]`. It reads rows as ONNX's Gather does: a
 * number from `-inputDim` to -1 counts from the end, any other outside ends the run with an error.
 */
export function embedding(inputDim: number, outputDim: number, options: EmbeddingOptions = {}): Layer {
  whole('embedding', 'inputDim', inputDim);
  whole('embedding', 'outputDim', outputDim);
  const settings = settle<EmbeddingSettings>(
    'embedding',
    { ...unnamed, embeddingsInitializer: randomUniform(), embeddingsRegularizer: undefined, trainable: true },
    options,
  );
  return layer(
    'Embedding',
    (at, x) => {
      if (x.dtype !== 'int32' && x.dtype !== 'int64')
        return at.fail('looks up whole numbers', {
          expected: 'int32 [N, ...]',
          hint: "make it the first layer, and give the model's options inputDtype: 'int32'",
        });
      const { trainable, embeddingsInitializer, embeddingsRegularizer: regularizer } = settings;
      const rows = at.parameter('embeddings', [inputDim, outputDim], embeddingsInitializer, { trainable, regularizer });
      return at.g.gather(rows, x);
    },
    settings,
  );
}
