/** The options of `graft augment`. */
import { augmentationWords } from '@graftml/vision';
import pc from 'picocolors';
import { pixels, whole } from '../options.ts';
import { type Define, examples, kinds } from './shared.ts';

export const defineAugment: Define = (program, finish) => {
  program
    .command('augment')
    .summary('show what augmentation makes of pictures')
    .description(
      `Draws a sheet: a picture in each row, first as it is, then as a training would see it. DATA: ${kinds}, or pictures.`,
    )
    .argument('<data...>', 'where the pictures are')
    .option('--augment <words>', 'what may happen to them, as for graft train', 'flip,shift=0.1,rotate=10,zoom=0.1')
    .option('--out <file>', 'where to draw, .png, .jpg or .webp', 'sheet.png')
    .option('--rows <n>', 'how many pictures, of all classes in turn', whole('--rows', 1, 100), 6)
    .option('--columns <n>', 'how often each is seen, beside the original', whole('--columns', 1, 100), 7)
    .option('--size <pixels>', 'as for graft train (default: their own, if it is one)', pixels('--size'))
    .option('--seed <n>', 'another seed, other chance', whole('--seed', 0, 2 ** 32 - 1), 1)
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', () => augmentHelp)
    .action(async (data: string[], { json = false, ...options }: AugmentOptions) => {
      const { augment } = await import('../commands/augment.ts');
      finish(await augment({ ...options, data }, { json }));
    });
};

interface AugmentOptions {
  readonly augment: string;
  readonly out: string;
  readonly rows: number;
  readonly columns: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly seed: number;
  readonly json?: boolean;
}

const augmentHelp = `\n${pc.bold('Words:')}\n${augmentationWords()
  .map((line) => `  ${line}`)
  .join('\n')}\n${examples(
  'graft augment photos/',
  'graft augment photos/ --augment flip,crop=0.4,jitter=0.3,cutout --out sheet.png',
)}`;
