/** The options of `graft train`. */
import type { Command } from 'commander';
import { checkTogether } from '../option-sets.ts';
import { choice, positive, whole } from '../options.ts';
import { type Define, examples, kinds, type TaskOptions, withTask } from './shared.ts';

const heads = ['linear', 'dense'] as const;

export const defineTrain: Define = (program, finish) => {
  withTask(
    program
      .command('train')
      .summary('train a network on labelled pictures')
      .description(`Trains a network and saves it with its labels and preprocessing. DATA: ${kinds}.`)
      .argument('<data...>', 'where the pictures are')
      .option('--backbone <name>', 'train a new last layer on a pretrained network: a name of graft models, or a file')
      .option('--head <kind>', 'with --backbone: linear (fitted at once), or dense (by steps)', choice('--head', heads))
      .option(
        '--group-by <what>',
        "with --backbone: what must stay on one side: folder, time (taken in one go), or what names share, '^(\\d+)-'",
      )
      .option('--test <data...>', 'pictures to test on at the end')
      .option('--strangers <data...>', 'with --backbone: pictures of no class, to see how often it is unsure of such')
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
      ),
    )
    .action(async (data: string[], { lr, json = false, ...options }: TrainOptions, command: Command) => {
      const { backbone, head = 'linear', groupBy, report, strangers, ...others } = options;
      const given = command.options
        .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
        .map((option) => option.long!);
      checkTogether(given, backbone === undefined ? 'network' : head);
      if (backbone !== undefined) {
        const { device, threads, seed, out, test, validation } = options;
        const { epochs, batchSize, optimizer } = options;
        const { transfer } = await import('../commands/transfer.ts');
        const request = {
          ...{ data, backbone, head, device, seed, out },
          ...(threads !== undefined && { threads }),
          ...(test && { test }),
          ...(validation !== undefined && { validation }),
          ...(groupBy !== undefined && { groupBy }),
          ...(report !== undefined && { report }),
          ...(strangers && { strangers }),
          ...(given.includes('--epochs') && { epochs }),
          ...(given.includes('--optimizer') && { optimizer }),
          ...(batchSize !== undefined && { batchSize }),
          ...(lr !== undefined && { learningRate: lr }),
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
  readonly head?: (typeof heads)[number];
  readonly groupBy?: string;
  readonly test?: string[];
  readonly strangers?: string[];
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
