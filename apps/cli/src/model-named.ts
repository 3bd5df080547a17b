/** A model by its name, or from a file: `.onnx`, `.ts` or `.js`. */
import { extname } from 'node:path';
import { type Model, UsageError } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { openOnnx } from '@graftml/vision/node';
import { findModel, isModule, modelNames } from './models.ts';
import { nearest } from './suggest.ts';

export interface NamedModelRequest {
  readonly model: string;
  /** Channels, height and width of the input. */
  readonly input?: readonly number[];
  readonly classes?: number;
}

/** @throws UsageError if there is none of that name */
export async function modelNamed({ model: name, input, classes }: NamedModelRequest): Promise<Model> {
  if (extname(name) === '.onnx') {
    if (input || classes !== undefined)
      throw new UsageError('a model file has its input and classes', {
        where: input ? '--input' : '--classes',
        hint: 'leave it out',
      });
    const { bytes, source } = await openOnnx(name);
    return fromOnnx(bytes, source);
  }
  if (!isModule(name) && !modelNames.some((known) => known === name)) {
    const near = nearest(name, modelNames);
    throw new UsageError(`there is no model '${name}'`, {
      expected: `${modelNames.join(', ')}, or an .onnx, .ts or .js file`,
      ...(near !== undefined && { hint: `did you mean ${near}?` }),
    });
  }
  const usual = isModule(name) ? { input: [3, 32, 32], classes: 10 } : {};
  const source = await findModel(name);
  return source.build({ ...usual, ...(input && { input }), ...(classes !== undefined && { classes }) });
}
