/** The options of `graft embed`. */

import { positive, whole } from '../options.ts';
import type { PreprocessingName } from '../preprocessing-names.ts';
import { type Define, examples, preprocessingOption, type RunOptions, withDevice } from './shared.ts';

export const defineEmbed: Define = (program, finish) => {
  withDevice(
    program
      .command('embed')
      .summary('draw pictures on a map, those that look alike to a model near each other')
      .description(
        'Draws labelled pictures as points on a plane by t-SNE of their features. What is near is alike; how far apart groups lie means nothing.',
      )
      .argument(
        '<model-and-data...>',
        'a model that graft train wrote and where the pictures are; with --backbone, the pictures alone',
      )
      .option('--backbone <name>', 'the features of a pretrained network: a name of graft models, or a file')
      .option('--at <tensor>', 'with --backbone: where it is cut, a name of graft inspect')
      .option('--out <file>', 'an .svg picture', 'map.svg')
      .option('--csv <file>', 'also a table: file, class, x, y, predicted')
      .option('--thumbnails', 'small pictures in place of points')
      .option(
        '--most <n>',
        'of more pictures than that, some are drawn by chance (default: 10000)',
        whole('--most', 4, 100_000),
      )
      .option('--perplexity <n>', 'about how many neighbours count (default: 30)', positive('--perplexity'))
      .option('--seed <n>', 'the same seed gives the same map', whole('--seed', 0, 2 ** 32 - 1), 1)
      .addOption(preprocessingOption('of a network that does not say it'))
      .option('--batch-size <n>', 'pictures that run together (default: 16)', whole('--batch-size', 1)),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples(
        'graft embed model.onnx photos/ --out map.svg --csv map.csv',
        'graft embed photos/ --backbone graft-backbone --thumbnails',
      ),
    )
    .action(async (places: string[], { json = false, ...options }: EmbedOptions) => {
      const { embed } = await import('../commands/embed.ts');
      finish(await embed({ ...options, places }, { json }));
    });
};

interface EmbedOptions extends RunOptions {
  readonly backbone?: string;
  readonly at?: string;
  readonly out: string;
  readonly csv?: string;
  readonly thumbnails?: boolean;
  readonly most?: number;
  readonly perplexity?: number;
  readonly seed: number;
  readonly preprocessing?: PreprocessingName;
}
