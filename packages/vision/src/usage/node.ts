/** The program in Node. */
import { address, constants, fitting, scriptText } from './javascript.ts';
import type { UsedClassifier } from './usage-files.ts';

export const nodeProgram = (
  classifier: UsedClassifier,
): string => `// Says what is on pictures, with plain ONNX Runtime.
//
//   npm install onnxruntime-node sharp
//   node predict.mjs photo.jpg another.png
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

${constants(classifier)}

${fitting(classifier.preprocessing)}

const session = await InferenceSession.create(fileURLToPath(new URL(${scriptText(address(classifier.model))}, import.meta.url)));

/** The probability of each label. */
async function predict(path) {
  const background = { r: BACKGROUND, g: BACKGROUND, b: BACKGROUND };
  const { data, info } = await sharp(path).autoOrient().flatten({ background }).toColourspace('srgb').raw()
    .toBuffer({ resolveWithObject: true });
  // A grey picture may have one channel.
  const rgb = info.channels === 3 ? data : Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]);
  const pixels = fitted({ data: rgb, width: info.width, height: info.height });
  const { probabilities } = await session.run({ pictures: new Tensor('uint8', pixels, [1, HEIGHT, WIDTH, CHANNELS]) });
  return probabilities.data;
}

for (const path of process.argv.slice(2)) {
  const probabilities = await predict(path);
  const most = Math.max(...probabilities);
  console.log(\`\${path}\\t\${labels[probabilities.indexOf(most)]}\\t\${most.toFixed(4)}\${most < threshold ? ' (unsure)' : ''}\`);
}
`;
