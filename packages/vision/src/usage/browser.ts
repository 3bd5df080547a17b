/** The page for a browser. */
import { address, constants, fitting, scriptText } from './javascript.ts';
import { meaningOf, outputOf, type UsedModel } from './used-model.ts';

/** The version that the page asks for. */
const runtime = '1.30.0';

/** Of both, the model and the page. */
const folderOf = (model: string): string => (model.startsWith('../') ? '..' : '.');

export const browserPage = (model: UsedModel): string => `<!doctype html>
<!-- Says what is on a picture, with plain ONNX Runtime; pictures stay in the browser. A browser reads no files beside a page
     that it opened from the disk, so serve the folder of the model:

       npx serve ${folderOf(model.model)}          or          python3 -m http.server -d ${folderOf(model.model)}                 and open this page there -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is on a picture</title>
<style>
:root { color-scheme: light dark }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
img { max-width: 100%; max-height: 50vh; border-radius: 8px; display: block; margin: 1rem 0 }
</style>
</head>
<body>
<input type="file" accept="image/*" aria-label="picture">
<div id="shown"></div>
<p id="answer"></p>
<script type="module">
import * as ort from 'https://cdn.jsdelivr.net/npm/onnxruntime-web@${runtime}/dist/ort.wasm.bundle.min.mjs';

${constants(model)}

${fitting(model.preprocessing)}

const session = ort.InferenceSession.create(${scriptText(address(model.model))});

/** ${meaningOf(model)}, of a file, a blob, an image or a canvas. */
async function predict(picture) {
  const bitmap = await createImageBitmap(picture);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.fillStyle = \`rgb(\${BACKGROUND} \${BACKGROUND} \${BACKGROUND})\`;
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set(rgba.subarray(i * 4, i * 4 + 3), i * 3);
  const pixels = fitted({ data, width, height });
  const { ${outputOf(model)} } = await (await session).run({ pictures: new ort.Tensor('uint8', pixels, [1, HEIGHT, WIDTH, CHANNELS]) });
  return ${outputOf(model)}.data;
}

document.querySelector('input').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const image = new Image();
  image.src = URL.createObjectURL(file);
  document.querySelector('#shown').replaceChildren(image);
  const shown = document.querySelector('#answer');
  shown.textContent = '…';
  shown.textContent = answer(await predict(file)).join(' ');
});
</script>
</body>
</html>
`;
