/** A network of a person's own: small, so that training it takes no time, and saying nothing of how pictures become its input. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conv2D, dense, flatten, initialWeights, maxPooling2D, sequential, withWeights } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';

/** Gives the path of the file. */
export async function smallNetwork(folder: string): Promise<string> {
  const path = join(folder, 'small.onnx');
  const layers = [conv2D(8, 3, { activation: 'relu' }), maxPooling2D(2), flatten(), dense(16, { activation: 'relu' })];
  const model = sequential({ input: [3, 32, 32] }, layers);
  await writeFile(path, toOnnx(withWeights(model, initialWeights(model, 1))));
  return path;
}
