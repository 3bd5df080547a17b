/** Data of tensors that lies in files beside the model, as large models have it. */
import { FileError, UnsupportedError } from '@graftml/core';
import { refuseOther } from './header.ts';
import { modelProto, type tensorProto } from './schema.ts';
import { corrupt, decode, type Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

type TensorProto = Message<typeof tensorProto>;

/** TensorProto.DataLocation: in another file. */
const external = 1;

export const isExternal = ({ data_location }: TensorProto): boolean => data_location === external;

/**
 * The bytes of a tensor that needs `size` of them: a view into what `source.externalData` gives. Throws a FileError where they
 * are not there, or where the location leads out of the model's folder.
 */
export function externalBytes(proto: TensorProto, size: number, source: Source, where: string): Uint8Array {
  const { at } = proto;
  const entries = new Map(proto.external_data.map(({ key = '', value = '' }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!source.externalData)
    throw new UnsupportedError('the data of this tensor is in another file', {
      where,
      received: location || 'no location',
      hint: 'read the model with openOnnx, or save it as one file: onnx.save(onnx.load(path), path)',
    });
  if (!isInside(location)) throw outside(proto, where, location, source);
  const file = source.externalData(location);
  if (!file)
    throw new FileError('a file with data of the model is missing', {
      ...(source.where !== undefined && { where: source.where }),
      expected: location,
      hint: 'put it beside the model, under the name it had there',
    });
  const whole = (key: string, fallback: number): number => {
    const text = entries.get(key);
    if (text === undefined) return fallback;
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw corrupt(source, at, `tensor '${where}' has ${key} ${JSON.stringify(text)}, which is no number of bytes`);
  };
  const [offset, length] = [whole('offset', 0), whole('length', size)];
  if (offset + length > file.length)
    throw corrupt(
      source,
      at,
      `tensor '${where}' wants bytes ${offset} to ${offset + length} of ${location}, which has ${file.length}`,
      'the file may be cut short: fetch it again',
    );
  return new Uint8Array(file.buffer, file.byteOffset + offset, length);
}

const outside = ({ at }: TensorProto, name: string, location: string, source: Source): FileError =>
  corrupt(source, at, `tensor '${name}' wants its data from ${JSON.stringify(location)}, outside the model's folder`);

/** A path below the model's folder, in the form that all systems share. */
const isInside = (location: string): boolean =>
  location !== '' &&
  !/^[/~]|^[A-Za-z]:|\\|\0/.test(location) &&
  location.split('/').every((part) => part !== '..' && part !== '');

/**
 * The files beside a model that its tensors have their data in, as paths relative to it, each once. Only tensors that the graph itself
 * lists are looked at, as exporters write them. Throws a FileError for what is no ONNX model, and for a path that leads out of its folder.
 */
export function externalFiles(bytes: Uint8Array, options: { readonly where?: string } = {}): string[] {
  const source: Source = { bytes, ...options };
  refuseOther(source);
  const { graph } = decode(modelProto, source);
  const held = (graph?.initializer ?? []).filter(isExternal);
  const locations = held.map((tensor) => {
    const location = tensor.external_data.find(({ key }) => key === 'location')?.value ?? '';
    if (!isInside(location)) throw outside(tensor, tensor.name ?? '', location, source);
    return location;
  });
  return [...new Set(locations)];
}
