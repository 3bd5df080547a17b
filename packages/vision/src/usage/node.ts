/** The program in Node. */
import { address, constants, fitting, scriptText } from './javascript.ts';
import { meaningOf, outputOf, type UsedModel } from './used-model.ts';

export const nodeProgram = (model: UsedModel): string => `// Says what is on pictures, with plain ONNX Runtime.
//
//   npm install onnxruntime-node sharp
//   node predict.mjs photo.jpg another.png
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

${constants(model)}

${fitting(model.preprocessing)}

const session = await InferenceSession.create(fileURLToPath(new URL(${scriptText(address(model.model))}, import.meta.url)));

/** ${meaningOf(model)}. */
async function predict(path) {
  const background = { r: BACKGROUND, g: BACKGROUND, b: BACKGROUND };
  const { data, info } = await sharp(path).autoOrient().flatten({ background }).toColourspace('srgb').raw()
    .toBuffer({ resolveWithObject: true });
  // A grey picture may have one channel.
  const rgb = info.channels === 3 ? data : Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]);
  const pixels = fitted({ data: rgb, width: info.width, height: info.height });
  const { ${outputOf(model)} } = await session.run({ pictures: new Tensor('uint8', pixels, [1, HEIGHT, WIDTH, CHANNELS]) });
  return ${outputOf(model)}.data;
}

for (const path of process.argv.slice(2)) console.log([path, ...answer(await predict(path))].join('\\t'));
`;
