/** The commands and their options. What they do is loaded when one is run, so that help is there at once. */

import { augmentationWords } from '@graftml/vision';
import { Command } from 'commander';
import pc from 'picocolors';
import { devices } from './device.ts';
import { modelNames } from './models.ts';
import { checkTogether } from './option-sets.ts';
import { choice, fractionOrPath, inputShape, pixels, positive, whole } from './options.ts';
import { version } from './version.ts';

const optimizerNames = ['rmsprop', 'adam', 'adamw', 'sgd', 'adagrad'] as const;
const stepLossNames = [
  'sparseCategoricalCrossentropy',
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
] as const;
const heads = ['linear', 'dense'] as const;
const layouts = ['channels-first', 'channels-last'] as const;

const kinds = 'folders of class folders, .tar, .tar.gz or .zip archives of them, or idx files';

/** `finish` is told the exit status of the command that ran. */
export function createProgram(finish: (status: number) => void): Command {
  const program = new Command('graft')
    .description('Trains image networks on ONNX Runtime and gives back one ordinary .onnx file.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: pc.bold, showGlobalOptions: false })
    .addHelpText(
      'after',
      examples('graft demo', 'graft train photos/', 'graft predict model.onnx holiday/ --csv labels.csv'),
    );
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
      const { backbone, head = 'linear', groupBy, ...others } = options;
      const given = command.options
        .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
        .map((option) => option.long!);
      checkTogether(given, backbone === undefined ? 'network' : head);
      if (backbone !== undefined) {
        const { device, threads, seed, out, test, validation } = options;
        const { epochs, batchSize, optimizer } = options;
        const { transfer } = await import('./commands/transfer.ts');
        const request = {
          ...{ data, backbone, head, device, seed, out },
          ...(threads !== undefined && { threads }),
          ...(test && { test }),
          ...(validation !== undefined && { validation }),
          ...(groupBy !== undefined && { groupBy }),
          ...(given.includes('--epochs') && { epochs }),
          ...(given.includes('--optimizer') && { optimizer }),
          ...(batchSize !== undefined && { batchSize }),
          ...(lr !== undefined && { learningRate: lr }),
        };
        finish(await transfer(request, { json }));
        return;
      }
      const { train } = await import('./commands/train.ts');
      finish(await train({ ...others, data, ...(lr !== undefined && { learningRate: lr }) }, { json }));
    });

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
      const { augment } = await import('./commands/augment.ts');
      finish(await augment({ ...options, data }, { json }));
    });

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
      const { findLr } = await import('./commands/find-lr.ts');
      finish(await findLr({ ...options, data }, { json }));
    });

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
      const { evaluate } = await import('./commands/evaluate.ts');
      finish(await evaluate({ ...options, model, data }, { json }));
    });

  withDevice(
    program
      .command('predict')
      .summary('label pictures with a model')
      .description('Says what is on pictures. What cannot be read is told and left out.')
      .argument('<model>', 'a file that graft train wrote')
      .argument('<pictures...>', 'pictures, folders (with all in them) or archives')
      .option('--top <k>', 'the k most probable classes (default: 1)', whole('--top', 1))
      .option('--csv <file>', 'write picture, label and probability to a file')
      .option('--batch-size <n>', 'pictures that run together (default: 32)', whole('--batch-size', 1)),
  )
    .option('--json', 'JSON on standard output, a line for each picture')
    .addHelpText(
      'after',
      examples('graft predict model.onnx cat.jpg', 'graft predict model.onnx holiday/ --csv labels.csv --top 3'),
    )
    .action(async (model: string, pictures: string[], { json = false, csv, ...options }: PredictOptions) => {
      const { predict } = await import('./commands/predict.ts');
      finish(await predict({ ...options, model, pictures }, { json, ...(csv !== undefined && { csv }) }));
    });

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
      const { summary } = await import('./commands/summary.ts');
      finish(await summary({ ...options, model }, { json }));
    });

  program
    .command('inspect')
    .summary('say what is in an ONNX file')
    .description(
      'Tells what a model takes and gives, what it consists of and costs, what runs it, and where to cut it for a new head.',
    )
    .argument('<file>', 'an .onnx file, or the name of a model that graft pull fetched')
    .option('--output <name>', 'the output that is meant, where there are several (default: the first)')
    .option('--input <shape>', 'channels, height and width, where the file leaves them open', inputShape('--input'))
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples('graft inspect mobilenet.onnx', 'graft inspect squeezenet.onnx --input 3x227x227 --json'),
    )
    .action(async (file: string, { json = false, ...options }: InspectOptions) => {
      const { inspect } = await import('./commands/inspect.ts');
      finish(await inspect({ ...options, file }, { json }));
    });

  program
    .command('models')
    .summary('list pretrained networks that are known by name')
    .description(
      'Lists pretrained networks to build on, what they take, how good they are said to be, and which are here already.',
    )
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', examples('graft models', 'graft models --json'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const { models } = await import('./commands/models.ts');
      finish(await models({ json }));
    });

  program
    .command('pull')
    .summary('fetch a pretrained network')
    .description(
      'Fetches an ONNX model into the cache, checks it, and says where it is. What breaks off is gone on with the next time.',
    )
    .argument(
      '<name>',
      'a name of graft models; owner/name[/path/model.onnx][@revision] of Hugging Face; an address; a file',
    )
    .option('--refresh', 'fetch it again even if it is there')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', () => pullHelp)
    .action(async (name: string, { json = false, ...options }: { json?: boolean; refresh?: boolean }) => {
      const { pull } = await import('./commands/pull.ts');
      finish(await pull({ ...options, name }, { json }));
    });

  program
    .command('export-step')
    .summary('write a whole training step as one ONNX file')
    .description(
      'Writes forward pass, loss, gradients and optimizer as one plain ONNX graph, a description of its inputs and state as JSON, and the ' +
        'first state as safetensors: whatever has ONNX Runtime can train with them.',
    )
    .argument('<model>', `${modelNames.join(', ')}, or an .onnx, .ts or .js file`)
    .option('--loss <name>', stepLossNames.join(', '), choice('--loss', stepLossNames), 'sparseCategoricalCrossentropy')
    .option('--optimizer <name>', optimizerNames.join(', '), choice('--optimizer', optimizerNames), 'rmsprop')
    .option('--lr <rate>', "the optimizer's own learning rate, told in the description", positive('--lr'))
    .option('--batch-size <n>', 'examples of each step', whole('--batch-size', 1), 32)
    .option('--input <shape>', 'channels, height and width of the input, 3x128x128', inputShape('--input'))
    .option('--classes <n>', 'the number of outputs', whole('--classes', 1))
    .option('--seed <n>', 'of the initial weights', whole('--seed', 0, 2 ** 32 - 1), 1)
    .option('--out <file>', 'the ONNX file; the others are beside it', 'step.onnx')
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      examples(
        'graft export-step cifar10-cnn',
        'graft export-step model.onnx --optimizer adam --batch-size 8 --out fine-tune.onnx',
      ),
    )
    .action(async (model: string, { json = false, ...options }: ExportStepOptions) => {
      const { exportStep } = await import('./commands/export-step.ts');
      finish(await exportStep({ ...options, model }, { json }));
    });

  program
    .command('doctor')
    .summary('say what works on this machine')
    .description('Tries every device, and says for each that does not work why and what to do.')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', examples('graft doctor'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const { doctor } = await import('./commands/doctor.ts');
      finish(await doctor({ json }));
    });

  program
    .command('setup')
    .summary('get a device ready: cuda')
    .description(
      'Says what CUDA needs on this machine and what of it is there, and how to get the rest; then tries it.',
    )
    .argument('<device>', 'cuda', choice('setup', ['cuda']))
    .option('--yes', "fetch ONNX Runtime's CUDA provider (some hundred megabytes) if only that is missing")
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', examples('graft setup cuda', 'graft setup cuda --yes'))
    .action(async (_: string, { yes = false, json = false }: { yes?: boolean; json?: boolean }) => {
      const { setupCuda } = await import('./commands/setup.ts');
      finish(await setupCuda({ yes, json }));
    });

  program
    .command('demo')
    .summary('see it all work, in a minute')
    .description('Draws a small picture set, trains on it, and predicts its test pictures.')
    .option('--out <folder>', 'where everything goes', 'graft-demo')
    .addHelpText('after', examples('graft demo', 'graft demo --out /tmp/graft-demo'))
    .action(async ({ out }: { out: string }) => {
      const { demo } = await import('./commands/demo.ts');
      finish(await demo({ out }));
    });

  return program;
}

interface DeviceOptions {
  readonly device: (typeof devices)[number];
  readonly threads?: number;
}

interface TaskOptions extends DeviceOptions {
  readonly validation?: number | string;
  readonly model?: string;
  readonly batchSize?: number;
  readonly optimizer: (typeof optimizerNames)[number];
  readonly size?: { readonly width: number; readonly height: number };
  readonly augment?: string;
  readonly seed: number;
  readonly json?: boolean;
}

interface TrainOptions extends TaskOptions {
  readonly backbone?: string;
  readonly head?: (typeof heads)[number];
  readonly groupBy?: string;
  readonly test?: string[];
  readonly epochs: number;
  readonly accumulate?: number;
  readonly lr?: number;
  readonly patience?: number;
  readonly out: string;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
}

interface FindLrOptions extends TaskOptions {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly out: string;
}

interface AugmentOptions {
  readonly augment: string;
  readonly out: string;
  readonly rows: number;
  readonly columns: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly seed: number;
  readonly json?: boolean;
}

interface RunOptions extends DeviceOptions {
  readonly batchSize?: number;
  readonly json?: boolean;
}

interface PredictOptions extends RunOptions {
  readonly top?: number;
  readonly csv?: string;
}

interface InspectOptions {
  readonly output?: string;
  readonly input?: readonly number[];
  readonly json?: boolean;
}

interface ExportStepOptions {
  readonly loss: (typeof stepLossNames)[number];
  readonly optimizer: (typeof optimizerNames)[number];
  readonly lr?: number;
  readonly batchSize: number;
  readonly input?: readonly number[];
  readonly classes?: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

interface SummaryOptions {
  readonly layout: (typeof layouts)[number];
  readonly input?: readonly number[];
  readonly classes?: number;
  readonly json?: boolean;
}

/** What is trained, and how a step is made: the same for all commands that train. */
const withTask = (command: Command): Command =>
  withDevice(
    command
      .option(
        '--validation <part>',
        'a fraction of the pictures, or where others are (default: val/ or 0.1)',
        fractionOrPath('--validation'),
      )
      .option('--model <name>', `${modelNames.join(', ')}, or a .ts or .js file that makes one`)
      .option('--batch-size <n>', 'pictures a step (default: 32)', whole('--batch-size', 1))
      .option('--optimizer <name>', optimizerNames.join(', '), choice('--optimizer', optimizerNames), 'rmsprop')
      .option('--size <pixels>', 'bring all pictures to this size, 64 or 96x64 (default: their own)', pixels('--size'))
      .option('--augment <words>', 'change training pictures by chance, flip,shift=0.1 (graft augment shows how)')
      .option('--seed <n>', 'the same seed gives the same training', whole('--seed', 0, 2 ** 32 - 1), 1),
  );

const withDevice = (command: Command): Command =>
  command
    .option('--device <name>', `${devices.join(', ')}`, choice('--device', devices), 'auto')
    .option('--threads <n>', 'threads on the processor (default: all)', whole('--threads', 1));

const examples = (...lines: readonly string[]): string =>
  `\n${pc.bold('Examples:')}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

const augmentHelp = `\n${pc.bold('Words:')}\n${augmentationWords()
  .map((line) => `  ${line}`)
  .join('\n')}\n${examples(
  'graft augment photos/',
  'graft augment photos/ --augment flip,crop=0.4,jitter=0.3,cutout --out sheet.png',
)}`;

const pullHelp = `\n${pc.bold('Environment:')}
  GRAFT_CACHE              where fetched models are kept
  HF_ENDPOINT, HF_TOKEN    a mirror of Hugging Face; a token for models that are not for everybody
  HTTPS_PROXY, NO_PROXY    a proxy, and hosts that are reached without it
${examples('graft pull resnet-18', 'graft pull Xenova/resnet-18/onnx/model.onnx', 'graft pull https://example.com/model.onnx')}`;
