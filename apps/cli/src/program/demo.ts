/** The options of `graft demo`. */
import { type Define, examples } from './shared.ts';

export const defineDemo: Define = (program, finish) => {
  program
    .command('demo')
    .summary('see it all work, in a minute')
    .description(
      'Draws a small picture set, learns it on the pretrained network that comes with Graft, and predicts its test pictures.',
    )
    .option('--out <folder>', 'where everything goes', 'graft-demo')
    .addHelpText('after', examples('graft demo', 'graft demo --out /tmp/graft-demo'))
    .action(async ({ out }: { out: string }) => {
      const { demo } = await import('../commands/demo.ts');
      finish(await demo({ out }));
    });
};
