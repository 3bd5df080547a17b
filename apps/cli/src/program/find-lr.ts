/** The options of `graft find-lr`. */
import { positive, whole } from '../options.ts';
import { type Define, examples, kinds, type TaskOptions, withTask } from './shared.ts';

export const defineFindLr: Define = (program, finish) => {
  withTask(
    program
      .command('find-lr')
      .summary('find a learning rate to train with')
      .description(`Trains for some steps at a rate that grows, and draws what the loss does. DATA: ${kinds}.`)
      .argument('<data...>', 'where the pictures are')
      .option('--from <rate>', 'the rate of the first step', positive('--from'), 1e-6)
      .option('--to <rate>', 'the rate of the last step', positive('--to'), 1)
      .option('--steps <n>', 'how many steps there are', whole('--steps', 10), 100)
      .option('--out <file>', 'where to save the curve, as SVG', 'learning-rate.svg'),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples('graft find-lr photos/', 'graft find-lr photos/ --model my-model.ts --optimizer adam --out curve.svg'),
    )
    .action(async (data: string[], { json = false, ...options }: FindLrOptions) => {
      const { findLr } = await import('../commands/find-lr.ts');
      finish(await findLr({ ...options, data }, { json }));
    });
};

interface FindLrOptions extends TaskOptions {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly out: string;
}
