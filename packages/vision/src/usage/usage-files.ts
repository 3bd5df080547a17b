/** Programs that use a saved classifier without Graft: in Python, in Node, in a browser. Each is one file that runs as it is written. */
import type { ClassifierDescription } from '../classifier.ts';
import { browserPage } from './browser.ts';
import { nodeProgram } from './node.ts';
import { pythonProgram } from './python.ts';

/** What the programs are for. */
export interface UsedClassifier extends Pick<ClassifierDescription, 'labels' | 'preprocessing' | 'unsure'> {
  /** Where the model lies, seen from the programs: `'../model.onnx'`. */
  readonly model: string;
}

/** A file to write. */
export interface UsageFile {
  readonly name: string;
  readonly text: string;
}

/** `predict.py`, `predict.mjs` and `predict.html`; how each is run stands at its top. */
export const usageFiles = (classifier: UsedClassifier): UsageFile[] => [
  { name: 'predict.py', text: pythonProgram(classifier) },
  { name: 'predict.mjs', text: nodeProgram(classifier) },
  { name: 'predict.html', text: browserPage(classifier) },
];
