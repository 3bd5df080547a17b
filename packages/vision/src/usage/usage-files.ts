/** Programs that use a saved model without Graft: in Python, in Node, in a browser. Each is one file that runs as it is written. */
import { browserPage } from './browser.ts';
import { nodeProgram } from './node.ts';
import { pythonProgram } from './python.ts';
import type { UsedModel } from './used-model.ts';

/** A file to write. */
export interface UsageFile {
  readonly name: string;
  readonly text: string;
}

/** `predict.py`, `predict.mjs` and `predict.html`; how each is run stands at its top. */
export const usageFiles = (model: UsedModel): UsageFile[] => [
  { name: 'predict.py', text: pythonProgram(model) },
  { name: 'predict.mjs', text: nodeProgram(model) },
  { name: 'predict.html', text: browserPage(model) },
];
