/** The options of `graft evaluate`. */
import { unsureOption, whole } from '../options.ts';
import { type Define, examples, kinds, type RunOptions, withDevice } from './shared.ts';

export const defineEvaluate: Define = (program, finish) => {
  withDevice(
    program
      .command('evaluate')
      .summary('say how good a model is on labelled pictures')
      .description(`Loss, accuracy, and how well each class is told from the others. DATA: ${kinds}.`)
      .argument('<model>', 'a file that graft train wrote')
      .argument('<data...>', 'where the pictures are')
      .option('--report <file>', 'write a page that tells it, and shows the mistakes')
      .option(
        '--unsure <probability>',
        'below which it does not answer, or off (default: as the model says)',
        unsureOption,
      )
      .option('--strangers <data...>', 'pictures of no class, to see how often it is unsure of such')
      .option('--batch-size <n>', 'pictures that run together (default: 32)', whole('--batch-size', 1)),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples(
        'graft evaluate model.onnx photos/test',
        'graft evaluate model.onnx photos/test --report report.html --strangers holiday/',
        'graft evaluate model.onnx test.tar.gz --json',
      ),
    )
    .action(async (model: string, data: string[], { json = false, ...options }: EvaluateOptions) => {
      const { evaluate } = await import('../commands/evaluate.ts');
      finish(await evaluate({ ...options, model, data }, { json }));
    });
};

interface EvaluateOptions extends RunOptions {
  readonly report?: string;
  readonly unsure?: number | 'off';
  readonly strangers?: string[];
}
