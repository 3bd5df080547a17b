/** The options of `graft evaluate`. */
import { whole } from '../options.ts';
import { type Define, examples, kinds, type RunOptions, withDevice } from './shared.ts';

export const defineEvaluate: Define = (program, finish) => {
  withDevice(
    program
      .command('evaluate')
      .summary('say how good a model is on labelled pictures')
      .description(`Loss, accuracy, and how well each class is told from the others. DATA: ${kinds}.`)
      .argument('<model>', 'a file that graft train wrote')
      .argument('<data...>', 'where the pictures are')
      .option('--batch-size <n>', 'pictures that run together (default: 32)', whole('--batch-size', 1)),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples('graft evaluate model.onnx photos/test', 'graft evaluate model.onnx test.tar.gz --json'),
    )
    .action(async (model: string, data: string[], { json = false, ...options }: RunOptions) => {
      const { evaluate } = await import('../commands/evaluate.ts');
      finish(await evaluate({ ...options, model, data }, { json }));
    });
};
