/** Explanations of one picture after another: what runs is compiled once, and stays ready. */
import { type Backend, DataError, inputName, type Tensor, tensor, weightsOf } from '@graftml/core';
import type { PictureToRun } from '../picture-run.ts';
import { classIndex, type Explanation, explanationOf } from './explain.ts';
import { explainProgram, targetName } from './explain-program.ts';
import { type Explainable, explainedModel, type LookOptions } from './explained-model.ts';

/** Options of `createExplainer`. */
export interface ExplainerOptions extends LookOptions {
  readonly backend: Backend;
}

/** What `createExplainer` gives. */
export interface Explainer {
  /**
   * As `explain`, of one picture.
   * @param of the class whose evidence is shown, by its label or number; the most probable one unless given
   */
  explain<Picture extends PictureToRun>(picture: Picture, of?: string | number): Promise<Explanation<Picture>>;
  /** Frees what it holds of the backend, which goes on. */
  dispose(): Promise<void>;
}

/** For pictures that come one at a time, as a person looks at them or a camera sees them. @throws as `explain` */
export async function createExplainer(
  classifier: Explainable,
  { backend, ...look }: ExplainerOptions,
): Promise<Explainer> {
  const explained = explainedModel(classifier, look);
  const { width, height, channels } = classifier.preprocessing;
  const program = explainProgram(explained, 1);
  const input = inputName(program.graph.inputs[0]!)!;
  const state = await backend.createState(weightsOf(explained.model));
  const executable = await backend.compile(program);
  return {
    async explain(picture, of) {
      const target = of === undefined ? -1 : classIndex(explained.labels, of);
      if (picture.pixels.length !== width * height * channels)
        throw new DataError('does not have the size of the preprocessing', {
          where: picture.name,
          expected: `${width * height * channels} bytes, [${height}, ${width}, ${channels}]`,
          received: `${picture.pixels.length} bytes`,
        });
      const bytes: Tensor = { dtype: 'uint8', shape: [1, height, width, channels], data: picture.pixels };
      const feeds = { [input]: bytes, [targetName]: tensor('float32', [1, 1], [target]) };
      const outputs = Object.entries(await executable.run(feeds, state)).map(([name, { dtype, shape, data }]) => [
        name,
        { dtype, shape: shape.slice(1), data } as Tensor,
      ]);
      return explanationOf(explained, picture, Object.fromEntries(outputs), target);
    },
    dispose: () => executable.dispose(),
  };
}
