/** ONNX files in and out. */
export { type DecodedModel, type DecodeOptions, decodeModel } from './decode.ts';
export { type EncodeOptions, encodeGraph } from './encode.ts';
export { externalFiles } from './external.ts';
export { type Header, type ReadOptions, readMetadata } from './header.ts';
export {
  type Figures,
  type Inspection,
  type InspectOptions,
  inspectOnnx,
  type OpCount,
  type Port,
} from './inspect.ts';
export { withMetadata } from './metadata.ts';
export { type FromOnnxOptions, fromOnnx, labelsOf, type ToOnnxOptions, toOnnx } from './model.ts';
export { encodeSeries, type SeriesOptions } from './series.ts';
export { decodeTensor, type ReadTensorOptions } from './tensor.ts';
export type { ExternalData } from './wire/decode.ts';
