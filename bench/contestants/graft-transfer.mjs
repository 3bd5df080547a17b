// Times a transfer in Graft, from a folder of photographs to a judged classifier: graft-transfer.mjs PHOTOS BACKBONE
import { onnxBackend } from '@graftml/backend-onnx';
import { openBackbone, openCollection, transfer } from '@graftml/vision/node';
import { answer } from './answer.mjs';

const [photos, file] = process.argv.slice(2);
const backend = await onnxBackend({ device: 'cpu' });
const backbone = await openBackbone(file, { preprocessing: 'symmetric' });
await answer(async () => {
  const collection = await openCollection(photos);
  const { evaluation } = await transfer({ backend, collection, backbone });
  return evaluation.loss;
});
await backend.dispose();
