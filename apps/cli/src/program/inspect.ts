/** The options of `graft inspect`. */
import { inputShape } from '../options.ts';
import { type Define, examples } from './shared.ts';

export const defineInspect: Define = (program, finish) => {
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
      const { inspect } = await import('../commands/inspect.ts');
      finish(await inspect({ ...options, file }, { json }));
    });
};

interface InspectOptions {
  readonly output?: string;
  readonly input?: readonly number[];
  readonly json?: boolean;
}
