/** `graft summary` */
import { extname } from 'node:path';
import { type Model, type ModelSummary, summarize, summary as tableOf, UsageError } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { openOnnx } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { findModel, isModule, modelNames } from '../models.ts';
import { createScreen } from '../output/screen.ts';
import { nearest } from '../suggest.ts';

export interface SummaryRequest {
  readonly model: string;
  readonly layout: 'channels-first' | 'channels-last';
  /** Channels, height and width of the input. */
  readonly input?: readonly number[];
  readonly classes?: number;
}

export async function summary(request: SummaryRequest, { json }: { readonly json: boolean }): Promise<number> {
  const model = await find(request);
  if (json) {
    process.stdout.write(`${JSON.stringify(asJson(summarize(model)))}\n`);
    return 0;
  }
  const screen = createScreen(process.stdout);
  screen.line(tableOf(model, { layout: request.layout }));
  if (modelNames.some((name) => name === request.model))
    screen.line(
      `\nTo train it on folders named after their classes:\n  ${command('train', 'PICTURES', '--model', request.model)}`,
    );
  return 0;
}

async function find({ model: name, input, classes }: SummaryRequest): Promise<Model> {
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

/** `undefined` has no place in JSON. */
const asJson = (figures: ModelSummary) => ({ ...figures, multiplyAdds: figures.multiplyAdds ?? null });
