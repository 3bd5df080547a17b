/** A short training with known results: whether a device can be trusted with a longer one. */
import {
  arrayDataset,
  type Backend,
  BackendError,
  conv2D,
  dense,
  fit,
  flatten,
  maxPooling2D,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  uniforms,
} from '@graftml/core';

/** The losses of both epochs by the reference, in float32. */
export const selfTestLosses: readonly number[] = [1.1741032203038533, 1.0842601458231609];

/** The losses of two epochs of three steps each of a small convolutional network. */
export async function selfTestRun(backend: Backend): Promise<number[]> {
  const size = 12;
  const pixels = uniforms({ seed: 1, purpose: 'self-test' }, size * 64);
  const model = sequential({ input: [1, 8, 8], name: 'self-test' }, [
    conv2D(4, 3, { activation: 'relu', padding: 'same' }),
    maxPooling2D(2),
    flatten(),
    dense(3),
  ]);
  const labels = Array.from({ length: size }, (_, i) => i % 3);
  const { history } = await fit(model, {
    backend,
    train: arrayDataset(tensor('float32', [size, 1, 8, 8], pixels), tensor('int32', [size], labels)),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
    epochs: 2,
    batchSize: 4,
    seed: 1,
  });
  return history.map(({ logs }) => logs.loss!);
}

/** @throws BackendError that tells the losses, where they are not those of the reference to 1e-4 */
export async function selfTest(backend: Backend): Promise<void> {
  const losses = await selfTestRun(backend);
  if (losses.every((loss, i) => Math.abs(loss - selfTestLosses[i]!) < 1e-4)) return;
  throw new BackendError('trains wrongly', {
    where: backend.capabilities.device,
    expected: `losses ${selfTestLosses.join(', ')}`,
    received: losses.join(', '),
    hint: 'use another device',
  });
}
