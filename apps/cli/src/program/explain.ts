/** The options of `graft explain`. */
import { preprocessingNames } from '../named-classifier.ts';
import { choice, whole } from '../options.ts';
import { type Define, examples, type RunOptions, withDevice } from './shared.ts';

export const defineExplain: Define = (program, finish) => {
  withDevice(
    program
      .command('explain')
      .summary('show what a model looks at')
      .description(
        'Draws over pictures how much each place speaks for their class, and a box around where that is most: class activation maps where the model allows them, else Grad-CAM.',
      )
      .argument(
        '<model>',
        'a file that graft train wrote, or a published classifier: a file, or a name of graft models',
      )
      .argument(
        '<pictures...>',
        "pictures, folders (with all in them), archives, patterns ('photos/**/*.jpg'), or - for a list on standard input",
      )
      .option('--out <place>', 'a folder, a page (.html), or for one picture a picture (.png, .jpg)', 'explained')
      .option('--class <name>', 'the class to look for (default: of each picture the most probable)')
      .option('--at <tensor>', 'what to look at, a name of graft inspect (default: the last that has height and width)')
      .option('--neighbours <data>', 'labelled pictures, of which the most alike are shown beside each')
      .option('--top <k>', 'the k most probable classes, and as many neighbours (default: 3)', whole('--top', 1))
      .option(
        '--preprocessing <name>',
        `of a published classifier that does not say it: ${preprocessingNames.join(', ')}`,
        choice('--preprocessing', preprocessingNames),
      )
      .option('--labels <file>', 'of a published classifier: the names of its classes, one a line')
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

interface ExplainOptions extends RunOptions {
  readonly out: string;
  readonly class?: string;
  readonly at?: string;
  readonly neighbours?: string;
  readonly top?: number;
  readonly preprocessing?: (typeof preprocessingNames)[number];
  readonly labels?: string;
}
