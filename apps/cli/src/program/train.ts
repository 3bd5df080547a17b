/** The options of `graft train`. */
import type { UsualPreprocessing } from '@graftml/vision';
import type { Command } from 'commander';
import { checkTogether } from '../option-sets.ts';
import { choice, positive, whole } from '../options.ts';
import { type Define, examples, kinds, type TaskOptions, withTask } from './shared.ts';

/** As `usualNames` of `@graftml/vision`, which is loaded when it is needed. */
const usualNames = [
  'zero-one',
  'symmetric',
  'imagenet',
  'bytes',
  'caffe',
] as const satisfies readonly UsualPreprocessing[];
const heads = ['linear', 'dense', 'conv', 'logistics', 'regression'] as const;
const strategies = ['head', 'earlier', 'fine-tune', 'scratch', 'auto'] as const;
const batchNorms = ['frozen', 'live'] as const;

export const defineTrain: Define = (program, finish) => {
  withTask(
    program
      .command('train')
      .summary('train a network on labelled pictures')
      .description(`Trains a network and saves it with its labels and preprocessing. DATA: ${kinds}.`)
      .argument('<data...>', 'where the pictures are; or .npz and .safetensors files of features, for a head alone')
      .option(
        '--backbone <name>',
        'build on a pretrained network: a name of graft models, or a file; --size for other pixels than it is used to',
      )
      .option(
        '--preprocessing <name>',
        `with --backbone: how it wants its pictures, where nothing says it: ${usualNames.join(', ')} (default: a guess)`,
        choice('--preprocessing', usualNames),
      )
      .option(
        '--strategy <name>',
        'with --backbone: head (a new last layer, if absent), earlier (cut where features are worth most), fine-tune (train it on), scratch (the same network, new weights), or auto (measures and chooses)',
        choice('--strategy', strategies),
      )
      .option(
        '--head <kind>',
        'with --backbone: linear (fitted at once, if absent), dense or conv (by steps), logistics (several labels a picture), or regression (a number)',
        choice('--head', heads),
      )
      .option('--from <tensor>', 'with --strategy fine-tune: train only what lies behind it; graft inspect lists them')
      .option(
        '--batch-norm <how>',
        'with --strategy fine-tune: frozen (as they are in use), or live (by each batch)',
        choice('--batch-norm', batchNorms),
      )
      .option(
        '--group-by <what>',
        "with --backbone: what must stay on one side: folder, time (taken in one go), or what names share, '^(\\d+)-'",
      )
      .option('--test <data...>', 'pictures to test on at the end')
      .option('--strangers <data...>', 'with --backbone: pictures of no class, to see how often it is unsure of such')
      .option(
        '--quantize <type>',
        'with --backbone: int8 writes a second file in whole numbers, model.int8.onnx, smaller and faster',
        choice('--quantize', ['int8']),
      )
      .option('--report <file>', 'with --backbone: where to say how good it is (default: report.html beside the model)')
      .option('--no-report', 'with --backbone: do not')
      .option('--epochs <n>', 'times to go through the pictures', whole('--epochs', 1), 20)
      .option('--accumulate <n>', 'update once for so many batches, as for one large one', whole('--accumulate', 1))
      .option('--lr <rate>', 'learning rate (default: as Keras has it for the optimizer)', positive('--lr'))
      .option('--patience <n>', 'stop after so many epochs without a better validation loss', whole('--patience', 1))
      .option('--out <file>', 'where to save the model', 'model.onnx')
      .option('--checkpoint <folder>', 'save the training itself there as it goes, so that it can be resumed')
      .option(
        '--checkpoint-every <seconds>',
        'save in the middle of epochs too, once so many seconds have passed (default: 30)',
        positive('--checkpoint-every'),
      )
      .option('--resume', 'go on with the training in --checkpoint, as if it had never stopped'),
  )
    .option('--json', 'JSON on standard output: a line for each epoch, the result as the last')
    .addHelpText(
      'after',
      examples(
        'graft train photos/ --epochs 30 --patience 5',
        'graft train train.tar.gz --test test.tar.gz --model cifar10-cnn --out cifar10.onnx',
        'graft train photos/ --model my-model.ts --optimizer adam --lr 3e-4',
        'graft train photos/ --epochs 200 --checkpoint run1            (then again with --resume)',
        'graft train photos/ --backbone graft-backbone                 (in seconds, for few pictures)',
        'graft train features.npz --head dense                         (a head alone, on what graft features saved)',
        'graft train photos/ --backbone mobilenet-v2 --strategy auto   (minutes, and it says why)',
        'graft train tags.csv --backbone graft-backbone --head logistics   (path,labels: a.jpg,cat|indoors)',
      ),
    )
    .action(async (data: string[], { lr, json = false, ...options }: TrainOptions, command: Command) => {
      const {
        backbone,
        head = 'linear',
        strategy = 'head',
        from,
        batchNorm,
        groupBy,
        report,
        strangers,
        quantize,
        ...others
      } = options;
      const given = command.options
        .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
        .map((option) => option.long!);
      const { checkFeatureOptions, isFeatures, trainFeatures } = await import('../commands/train-features.ts');
      if (isFeatures(data)) {
        checkFeatureOptions(given, options.head);
        const { device, threads, seed, out, epochs, batchSize, optimizer } = options;
        const request = {
          ...{ data, device, seed, out, epochs, optimizer },
          ...(threads !== undefined && { threads }),
          ...(batchSize !== undefined && { batchSize }),
          ...(lr !== undefined && { learningRate: lr }),
        };
        finish(await trainFeatures(request, { json }));
        return;
      }
      checkTogether(given, backbone === undefined ? 'own network' : { head, strategy });
      if (backbone !== undefined && (head === 'logistics' || head === 'regression')) {
        const { device, threads, seed, out, test, validation, preprocessing, size } = options;
        const { targets } = await import('../commands/targets.ts');
        const request = {
          ...{ data, backbone, head, device, seed, out },
          ...(threads !== undefined && { threads }),
          ...(preprocessing && { preprocessing }),
          ...(size && { size }),
          ...(test && { test }),
          ...(validation !== undefined && { validation }),
          ...(groupBy !== undefined && { groupBy }),
          ...(report !== undefined && { report }),
        };
        finish(await targets(request, { json }));
        return;
      }
      if (backbone !== undefined && head !== 'logistics' && head !== 'regression') {
        const { device, threads, seed, out, test, validation, preprocessing, size } = options;
        const { epochs, batchSize, optimizer, augment, patience, checkpoint, checkpointEvery, resume } = options;
        const { transfer } = await import('../commands/transfer.ts');
        const request = {
          ...{ data, backbone, head, strategy, device, seed, out },
          ...(threads !== undefined && { threads }),
          ...(preprocessing && { preprocessing }),
          ...(size && { size }),
          ...(test && { test }),
          ...(validation !== undefined && { validation }),
          ...(groupBy !== undefined && { groupBy }),
          ...(report !== undefined && { report }),
          ...(strangers && { strangers }),
          ...(quantize && { quantize }),
          ...(given.includes('--epochs') && { epochs }),
          ...(given.includes('--optimizer') && { optimizer }),
          ...(batchSize !== undefined && { batchSize }),
          ...(lr !== undefined && { learningRate: lr }),
          ...(from !== undefined && { from }),
          ...(batchNorm && { batchNorm }),
          ...(augment !== undefined && { augment }),
          ...(patience !== undefined && { patience }),
          ...(checkpoint !== undefined && { checkpoint }),
          ...(checkpointEvery !== undefined && { checkpointEvery }),
          ...(resume && { resume }),
        };
        finish(await transfer(request, { json }));
        return;
      }
      const { train } = await import('../commands/train.ts');
      finish(await train({ ...others, data, ...(lr !== undefined && { learningRate: lr }) }, { json }));
    });
};

interface TrainOptions extends TaskOptions {
  readonly backbone?: string;
  readonly preprocessing?: UsualPreprocessing;
  readonly head?: (typeof heads)[number];
  readonly strategy?: (typeof strategies)[number];
  readonly from?: string;
  readonly batchNorm?: (typeof batchNorms)[number];
  readonly groupBy?: string;
  readonly test?: string[];
  readonly strangers?: string[];
  readonly quantize?: 'int8';
  readonly report?: string | false;
  readonly epochs: number;
  readonly accumulate?: number;
  readonly lr?: number;
  readonly patience?: number;
  readonly out: string;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
}
