/** The options of `graft summary`. */
import { modelNames } from '../models.ts';
import { choice, inputShape, whole } from '../options.ts';
import { type Define, examples } from './shared.ts';

const layouts = ['channels-first', 'channels-last'] as const;

export const defineSummary: Define = (program, finish) => {
  program
    .command('summary')
    .summary('show the layers of a network')
    .description("Prints Keras's table of a network's layers, their shapes and parameters.")
    .argument('<model>', `${modelNames.join(', ')}, or an .onnx, .ts or .js file`)
    .option(
      '--layout <order>',
      "how shapes are printed: channels-first, or channels-last as in Keras's tables",
      choice('--layout', layouts),
      'channels-first',
    )
    .option('--input <shape>', 'channels, height and width of the input, 3x128x128', inputShape('--input'))
    .option('--classes <n>', 'the number of outputs', whole('--classes', 1))
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples('graft summary cifar10-cnn', 'graft summary vgg16 --layout channels-last', 'graft summary model.onnx'),
    )
    .action(async (model: string, { json = false, ...options }: SummaryOptions) => {
      const { summary } = await import('../commands/summary.ts');
      finish(await summary({ ...options, model }, { json }));
    });
};

interface SummaryOptions {
  readonly layout: (typeof layouts)[number];
  readonly input?: readonly number[];
  readonly classes?: number;
  readonly json?: boolean;
}
