/** What the tests of pictures ask for: the same as in Node, by the browser. */
import { onnxBackend } from '@graftml/backend-onnx/web';
import { classify, createClassifier, openClassifier, type PictureSource } from '@graftml/vision';
import { graftBackbone } from '@graftml/vision/backbone';

interface Sized {
  readonly width: number;
  readonly height: number;
}
declare function createImageBitmap(blob: Blob): Promise<Sized>;
declare const OffscreenCanvas: new (
  width: number,
  height: number,
) => Sized & {
  getContext(kind: '2d'): {
    drawImage(source: Sized, x: number, y: number): void;
    getImageData(x: number, y: number, width: number, height: number): Sized & { readonly data: Uint8ClampedArray };
  };
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const picturePage = {
  /** What a classifier's file says of pixels at its own size, on WebAssembly. */
  async classified(file: string, pixels: readonly string[]) {
    const backend = await onnxBackend({ device: 'wasm' });
    const pictures = pixels.map((picture, i) => ({ name: `${i}`, pixels: bytesOf(picture) }));
    const said: number[][] = [];
    for await (const { probabilities } of classify(openClassifier(bytesOf(file)), { backend, pictures }))
      said.push([...probabilities]);
    await backend.dispose();
    return said;
  },
  /** What a head says of picture files, and of one in other forms, that was saved in Node. */
  async asked(head: string, files: readonly string[]) {
    const backend = await onnxBackend({ device: 'wasm' });
    const classifier = await createClassifier({ backend, backbone: await graftBackbone() });
    classifier.load(bytesOf(head));
    const blobs = files.map((file) => new Blob([bytesOf(file)]));
    const said = [];
    for (const blob of blobs) said.push(await classifier.predict(blob));
    const bitmap = await createImageBitmap(blobs[0]!);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(bitmap, 0, 0);
    const forms: PictureSource[] = [bitmap, canvas, pen.getImageData(0, 0, bitmap.width, bitmap.height)];
    const likewise = [];
    for (const form of forms) likewise.push(await classifier.predict(form));
    const refused = await classifier.predict(new Blob(['<!doctype html>'])).catch((error: Error) => error.message);
    await backend.dispose();
    return { said, likewise, refused: refused as string };
  },
};
