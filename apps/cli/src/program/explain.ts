/** The options of `graft explain`. */
import { whole } from '../options.ts';
import {
  classifierArgument,
  type Define,
  examples,
  labelsOption,
  type PublishedOptions,
  picturesArgument,
  preprocessingOption,
  type RunOptions,
  withDevice,
} from './shared.ts';

export const defineExplain: Define = (program, finish) => {
  withDevice(
    program
      .command('explain')
      .summary('show what a model looks at')
      .description(
        'Draws over pictures how much each place speaks for their class, and a box around where that is most: class activation maps where the model allows them, else Grad-CAM.',
      )
      .addArgument(classifierArgument())
      .addArgument(picturesArgument())
      .option('--out <place>', 'a folder, a page (.html), or for one picture a picture (.png, .jpg)', 'explained')
      .option('--class <name>', 'the class to look for (default: of each picture the most probable)')
      .option('--at <tensor>', 'what to look at, a name of graft inspect (default: the last that has height and width)')
      .option('--neighbours <data>', 'labelled pictures, of which the most alike are shown beside each')
      .option('--top <k>', 'the k most probable classes, and as many neighbours (default: 3)', whole('--top', 1))
      .addOption(preprocessingOption('of a published classifier that does not say it'))
      .addOption(labelsOption())
      .option('--batch-size <n>', 'pictures that run together (default: 8)', whole('--batch-size', 1)),
  )
    .option('--json', 'JSON on standard output, a line for each picture')
    .addHelpText(
      'after',
      examples(
        'graft explain model.onnx cat.jpg --out cat-explained.png',
        'graft explain model.onnx photos/val --neighbours photos/train --out page.html',
        'graft explain mobilenet-v2 dog.jpg --class tabby',
      ),
    )
    .action(async (model: string, pictures: string[], { json = false, ...options }: ExplainOptions) => {
      const { explain } = await import('../commands/explain.ts');
      finish(await explain({ ...options, model, pictures }, { json }));
    });
};

interface ExplainOptions extends RunOptions, PublishedOptions {
  readonly out: string;
  readonly class?: string;
  readonly at?: string;
  readonly neighbours?: string;
  readonly top?: number;
}
