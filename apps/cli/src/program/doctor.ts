/** The options of `graft doctor` and `graft setup`. */
import { choice } from '../options.ts';
import { type Define, examples } from './shared.ts';

export const defineDoctor: Define = (program, finish) => {
  program
    .command('doctor')
    .summary('say what works on this machine')
    .description('Tries every device, and says for each that does not work why and what to do.')
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', examples('graft doctor'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const { doctor } = await import('../commands/doctor.ts');
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
      const { setupCuda } = await import('../commands/setup.ts');
      finish(await setupCuda({ yes, json }));
    });
};
