/** The options of `graft predict`. */
import { unsureOption, whole } from '../options.ts';
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

export const definePredict: Define = (program, finish) => {
  withDevice(
    program
      .command('predict')
      .summary('label pictures with a model')
      .description('Says what is on pictures. What cannot be read is told and left out.')
      .addArgument(classifierArgument())
      .addArgument(picturesArgument())
      .option('--top <k>', 'the k most probable classes (default: 1)', whole('--top', 1))
      .option(
        '--unsure <probability>',
        'below which it says "unsure", or off (default: as the model says)',
        unsureOption,
      )
      .addOption(preprocessingOption('of a published classifier that does not say it'))
      .addOption(labelsOption())
      .option('--csv <file>', 'write picture, label and probability to a file')
      .option('--batch-size <n>', 'pictures that run together (default: 32)', whole('--batch-size', 1)),
  )
    .option('--json', 'JSON on standard output, a line for each picture')
    .addHelpText(
      'after',
      examples(
        'graft predict model.onnx cat.jpg',
        'graft predict model.onnx holiday/ --csv labels.csv --top 3',
        'find . -newer yesterday | graft predict model.onnx - --json',
        'graft predict mobilenet-v2 dog.jpg --top 3',
      ),
    )
    .action(async (model: string, pictures: string[], { json = false, csv, ...options }: PredictOptions) => {
      const { predict } = await import('../commands/predict.ts');
      finish(await predict({ ...options, model, pictures }, { json, ...(csv !== undefined && { csv }) }));
    });
};

interface PredictOptions extends RunOptions, PublishedOptions {
  readonly top?: number;
  readonly csv?: string;
  readonly unsure?: number | 'off';
}
