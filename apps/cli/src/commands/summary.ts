/** `graft summary` */
import { type ModelSummary, summarize, summary as tableOf } from '@graftml/core';
import { command } from '../command-name.ts';
import { modelNamed, type NamedModelRequest } from '../model-named.ts';
import { modelNames } from '../models.ts';
import { createScreen } from '../output/screen.ts';

export interface SummaryRequest extends NamedModelRequest {
  readonly layout: 'channels-first' | 'channels-last';
}

export async function summary(request: SummaryRequest, { json }: { readonly json: boolean }): Promise<number> {
  const model = await modelNamed(request);
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

/** `undefined` has no place in JSON. */
const asJson = (figures: ModelSummary) => ({ ...figures, multiplyAdds: figures.multiplyAdds ?? null });
