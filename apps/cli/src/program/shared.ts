/** What the definitions of several commands share. */
import { Argument, type Command, Option } from 'commander';
import pc from 'picocolors';
import { devices } from '../device.ts';
import { modelNames } from '../models.ts';
import { choice, fractionOrPath, pixels, whole } from '../options.ts';
import { type PreprocessingName, preprocessingNames } from '../preprocessing-names.ts';

/** Is told the exit status of the command that ran. */
export type Finish = (status: number) => void;

/** Adds a command to the program. What it does is loaded when it is run, so that help is there at once. */
export type Define = (program: Command, finish: Finish) => void;

export const optimizerNames = ['rmsprop', 'adam', 'adamw', 'sgd', 'adagrad'] as const;

/** What pictures can lie in. */
export const kinds = 'folders of class folders, .tar, .tar.gz or .zip archives of them, or idx files';

export interface DeviceOptions {
  readonly device: (typeof devices)[number];
  readonly threads?: number;
}

export interface TaskOptions extends DeviceOptions {
  readonly validation?: number | string;
  readonly model?: string;
  readonly batchSize?: number;
  readonly optimizer: (typeof optimizerNames)[number];
  readonly size?: { readonly width: number; readonly height: number };
  readonly augment?: string;
  readonly seed: number;
  readonly json?: boolean;
}

export interface RunOptions extends DeviceOptions {
  readonly batchSize?: number;
  readonly json?: boolean;
}

/** What is told of a published classifier whose file does not say it. */
export interface PublishedOptions {
  readonly preprocessing?: PreprocessingName;
  readonly labels?: string;
}

export const classifierArgument = (): Argument =>
  new Argument(
    '<model>',
    'a file that graft train wrote, or a published classifier: a file, or a name of graft models',
  );

export const picturesArgument = (): Argument =>
  new Argument(
    '<pictures...>',
    "pictures, folders (with all in them), archives, patterns ('photos/**/*.jpg'), or - for a list on standard input",
  );

/** @param whose what it is told of, for the help */
export const preprocessingOption = (whose: string, unlessGiven?: PreprocessingName): Option =>
  new Option(
    '--preprocessing <name>',
    `${whose}: ${preprocessingNames.join(', ')}${unlessGiven === undefined ? '' : ` (default: ${unlessGiven})`}`,
  ).argParser(choice('--preprocessing', preprocessingNames));

export const labelsOption = (): Option =>
  new Option('--labels <file>', 'of a published classifier: the names of its classes, one a line');

/** What is trained, and how a step is made: the same for all commands that train. */
export const withTask = (command: Command): Command =>
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

export const withDevice = (command: Command): Command =>
  command
    .option('--device <name>', `${devices.join(', ')}`, choice('--device', devices), 'auto')
    .option('--threads <n>', 'threads on the processor (default: all)', whole('--threads', 1));

export const examples = (...lines: readonly string[]): string =>
  `\n${pc.bold('Examples:')}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
