/** MobileNetV1 0.25 up to its features, and how it sees pictures. */
import { cut, type Model } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { preprocessing } from '@graftml/vision';
import { openOnnx } from '@graftml/vision/node';
import { modelPath } from '../support/require.ts';

export async function openBackbone(): Promise<Model> {
  const { bytes, source } = await openOnnx(modelPath('mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx'));
  return cut(fromOnnx(bytes, source), 'features');
}

export const description = preprocessing({
  width: 128,
  height: 128,
  resize: 'crop',
  cropFraction: 0.875,
  scale: 1 / 127.5,
  mean: [1, 1, 1],
  std: [1, 1, 1],
});
