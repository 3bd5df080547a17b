/** The options of `graft export-step`. */
import { modelNames } from '../models.ts';
import { choice, inputShape, positive, whole } from '../options.ts';
import { type Define, examples, optimizerNames } from './shared.ts';

const stepLossNames = [
  'sparseCategoricalCrossentropy',
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
] as const;

export const defineExportStep: Define = (program, finish) => {
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
      const { exportStep } = await import('../commands/export-step.ts');
      finish(await exportStep({ ...options, model }, { json }));
    });
};

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
