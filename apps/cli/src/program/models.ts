/** The options of `graft models` and `graft pull`. */
import pc from 'picocolors';
import { type Define, examples } from './shared.ts';

export const defineModels: Define = (program, finish) => {
  program
    .command('models')
    .summary('list pretrained networks that are known by name')
    .description(
      'Lists pretrained networks to build on, what they take, how good they are said to be, and which are here already.',
    )
    .option('--json', 'one JSON object on standard output')
    .addHelpText('after', examples('graft models', 'graft models --json'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const { models } = await import('../commands/models.ts');
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
      const { pull } = await import('../commands/pull.ts');
      finish(await pull({ ...options, name }, { json }));
    });
};

const pullHelp = `\n${pc.bold('Environment:')}
  GRAFT_CACHE              where fetched models are kept
  HF_ENDPOINT, HF_TOKEN    a mirror of Hugging Face; a token for models that are not for everybody
  HTTPS_PROXY, NO_PROXY    a proxy, and hosts that are reached without it
${examples('graft pull resnet-18', 'graft pull Xenova/resnet-18/onnx/model.onnx', 'graft pull https://example.com/model.onnx')}`;
