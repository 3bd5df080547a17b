/** What a model says about itself. */
import { FileError } from '@graftml/core';
import { headerProto } from './schema.ts';
import { whatElse } from './sniff.ts';
import { corrupt, decode, type Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

/** What a file says of itself, beside its graph. */
export interface Header {
  readonly irVersion: number;
  /** The version of ONNX's own operators; 0 where the model imports none. */
  readonly opset: number;
  /** The program that wrote the file, and its version: `'pytorch 2.13.0'`. Empty where it does not say. */
  readonly producer: string;
  /** The key and value pairs that travel in the file (`metadata_props`). */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What every reader takes. */
export interface ReadOptions {
  /** The file's name, for errors. */
  readonly where?: string;
}

/** Reads what a model says about itself, without touching its weights. Throws a FileError for what is no ONNX model. */
export function readMetadata(bytes: Uint8Array, options: ReadOptions = {}): Header {
  const source = { ...options, bytes };
  refuseOther(source);
  return headerOf(decode(headerProto, source), source);
}

/** Throws a FileError that says what the file is, where it begins as no ONNX model does. */
export function refuseOther({ bytes, where }: Source): void {
  const other = whatElse(bytes);
  if (!other) return;
  throw new FileError('this is no ONNX model', {
    ...(where !== undefined && { where }),
    received: `at byte 0 ${other.found}`,
    ...(other.hint && { hint: other.hint }),
  });
}

export function headerOf(proto: Message<typeof headerProto>, source: Source): Header {
  const { ir_version, producer_name = '', producer_version = '', opset_import, metadata_props } = proto;
  if (ir_version === undefined || opset_import.length === 0)
    throw corrupt(
      source,
      source.bytes.length,
      'this is no ONNX model: it ends without naming its IR version and opset',
    );
  return {
    irVersion: ir_version,
    opset: opset_import.find(({ domain = '' }) => isStandard(domain))?.version ?? 0,
    producer: `${producer_name} ${producer_version}`.trim(),
    metadata: Object.fromEntries(metadata_props.map(({ key = '', value = '' }) => [key, value])),
  };
}

/** ONNX's own operators go by either name. */
export const isStandard = (domain: string): boolean => domain === '' || domain === 'ai.onnx';
