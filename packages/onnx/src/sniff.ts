/** What a file is that was taken for an ONNX model, in words. */

const signatures: readonly (readonly [at: number, bytes: string, what: string, hint?: string])[] = [
  [0, 'version https://git-lfs', 'a git-lfs pointer', 'fetch the real file: git lfs pull'],
  [
    0,
    'PK\x03\x04',
    'a zip archive (PyTorch and Keras write such files)',
    'export the model to ONNX, or unpack the archive',
  ],
  [0, '\x1f\x8b', 'gzip data', 'unpack it first: gunzip'],
  [0, '\x89HDF', 'an HDF5 file (Keras writes such files)', 'convert it to ONNX: tf2onnx'],
  [4, 'TFL3', 'a TensorFlow Lite model', 'convert it to ONNX: tf2onnx --tflite'],
  [0, 'ORTM', "ONNX Runtime's own format", 'take the .onnx file that it was made from'],
  [4, 'ORTM', "ONNX Runtime's own format", 'take the .onnx file that it was made from'],
  [0, '\x80\x02', 'a Python pickle (PyTorch writes such files)', 'export the model to ONNX: torch.onnx.export'],
  [0, '\x89PNG', 'a PNG picture'],
  [0, '\xff\xd8\xff', 'a JPEG picture'],
];

/** How much of a text is quoted, and looked at to tell text from other bytes. */
const quoted = 40;

/** Undefined where the bytes could be an ONNX model for all that can be seen at the start. */
export function whatElse(bytes: Uint8Array): { found: string; hint?: string } | undefined {
  if (bytes.length === 0) return { found: 'nothing: the file is empty' };
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  for (const [at, signature, found, hint] of signatures)
    if (start.startsWith(signature, at)) return { found, ...(hint && { hint }) };
  const text = start.trimStart().slice(0, quoted);
  if (/^(<!doctype|<html|<\?xml|<head|<body)/i.test(text))
    return { found: `a web page, ${JSON.stringify(text)}`, hint: 'download the file itself, not the page about it' };
  // An ONNX file begins with control characters: field numbers and a small version.
  if (/^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(start)) return { found: `text, ${JSON.stringify(text)}` };
  return undefined;
}
