// Asks a model that somebody gives.
import { type Backend, type Model, predict, tensor, toNumbers } from '@graftml/core';

export async function ask(model: Model, backend: Backend, pixels: readonly number[]): Promise<readonly number[]> {
  return toNumbers(await predict(model, { backend, data: tensor('float32', [1, 3, 32, 32], pixels) }));
}
