import { onnxBackend } from '@graftml/backend-onnx';
import { createClassifier, indexedDbStorage, openClassifier } from '@graftml/vision';
import { graftBackbone } from '@graftml/vision/backbone';

/** A file as a person would choose it: a disc or a square somewhere, in some colour. */
async function drawn(shape: 'disc' | 'square', i: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(160, 120);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = `hsl(${i * 67} 40% 85%)`;
  pen.fillRect(0, 0, 160, 120);
  pen.fillStyle = `hsl(${i * 131} 70% 35%)`;
  const [x, y, r] = [70 + ((i * 7) % 20), 50 + ((i * 5) % 20), 25 + ((i * 3) % 15)] as const;
  pen.beginPath();
  if (shape === 'disc') pen.arc(x, y, r, 0, 7);
  else pen.rect(x - r, y - r, 2 * r, 2 * r);
  pen.fill();
  return canvas.convertToBlob({ type: i % 2 ? 'image/png' : 'image/jpeg' });
}

/** Teaches two classes by a few pictures each, asks about others, and finds it all again in what was kept. */
export async function teachAndAsk() {
  const backend = await onnxBackend({ device: 'wasm' });
  const backbone = await graftBackbone();
  const classifier = await createClassifier({ backend, backbone });
  const shapes = ['disc', 'square'] as const;
  for (const shape of shapes)
    await Promise.all(Array.from({ length: 8 }, async (_, i) => classifier.add(shape, await drawn(shape, i))));
  await classifier.train();
  const storage = indexedDbStorage('taught');
  await storage.write('head', classifier.save());

  const again = await createClassifier({ backend, backbone });
  again.load((await storage.read('head'))!);
  let right = 0;
  let same = true;
  for (const shape of shapes)
    for (let i = 20; i < 24; i++) {
      const [said, saidAgain] = await Promise.all(
        [classifier, again].map(async (one) => one.predict(await drawn(shape, i))),
      );
      if (said!.label === shape) right++;
      same &&= said!.probability === saidAgain!.probability;
    }
  const { labels } = openClassifier(classifier.toOnnx());
  await backend.dispose();
  return { right, same, labels, bytes: classifier.save().length };
}
