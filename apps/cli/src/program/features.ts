/** The options of `graft features`. */

import { choice, whole } from '../options.ts';
import type { PreprocessingName } from '../preprocessing-names.ts';
import { type Define, examples, kinds, preprocessingOption, type RunOptions, withDevice } from './shared.ts';

const dtypes = ['float32', 'float16'] as const;

export const defineFeatures: Define = (program, finish) => {
  withDevice(
    program
      .command('features')
      .summary('compute what a network makes of pictures')
      .description(
        `Runs labelled pictures through a pretrained network up to where it is cut, and saves what comes out, to train heads on or to look at elsewhere. DATA: ${kinds}.`,
      )
      .argument('<data...>', 'where the pictures are')
      .option('--backbone <name>', 'the network: a name of graft models, or a file', 'graft-backbone')
      .option('--at <tensor>', 'where it is cut, a name of graft inspect (default: its last list of features)')
      .option('--dtype <type>', 'float32, or float16, which takes half the space', choice('--dtype', dtypes), 'float32')
      .option('--out <file>', 'an .npz or .safetensors file', 'features.npz')
      .addOption(preprocessingOption('of a network that does not say it', 'guess'))
      .option('--batch-size <n>', 'pictures that run together (default: 16)', whole('--batch-size', 1)),
  )
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples(
        'graft features photos/ --backbone resnet-18 --out photos.npz',
        'graft features photos/ --at conv52_relu6 --dtype float16 --out photos.safetensors',
      ),
    )
    .action(async (data: string[], { json = false, ...options }: FeaturesOptions) => {
      const { features } = await import('../commands/features.ts');
      finish(await features({ ...options, data }, { json }));
    });
};

interface FeaturesOptions extends RunOptions {
  readonly backbone: string;
  readonly at?: string;
  readonly dtype: (typeof dtypes)[number];
  readonly out: string;
  readonly preprocessing?: PreprocessingName;
}
