// Opens a file and asks it, on whatever the browser has.
import { onnxBackend } from '@graftml/backend-onnx/web';
import { predict, tensor, toNumbers } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';

export async function ask(file: Uint8Array, pixels: readonly number[]): Promise<readonly number[]> {
  const backend = await onnxBackend();
  return toNumbers(await predict(fromOnnx(file), { backend, data: tensor('float32', [1, 3, 32, 32], pixels) }));
}
