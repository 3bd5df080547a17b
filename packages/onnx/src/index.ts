/** ONNX files in and out. */
export { type EncodeOptions, encodeGraph } from './encode.ts';
