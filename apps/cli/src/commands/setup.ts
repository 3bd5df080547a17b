/** `graft setup` */
import { type CudaFacts, type CudaNeed, cudaFacts, cudaNeeds, installCudaProvider } from '@graftml/backend-onnx';
import { command } from '../command-name.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { wrapped } from '../output/text.ts';
import { probeApart } from '../probe-apart.ts';

/** Says what CUDA needs and what of it is there; with `yes` fetches what can be fetched; then tries it. */
export async function setupCuda({ yes, json }: { readonly yes: boolean; readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  let facts: CudaFacts = cudaFacts();
  let needs = cudaNeeds(facts);
  if (!json) for (const need of needs) show(need, screen);
  const missing = () => needs.filter(({ found }) => found === undefined);
  const [first, ...others] = missing();
  if (yes && first?.isProvider && others.length === 0) {
    screen.line("\nFetching ONNX Runtime's CUDA provider…");
    installCudaProvider(facts);
    facts = cudaFacts();
    needs = cudaNeeds(facts);
  }
  const tried = missing().length === 0 ? (await probeApart()).find(({ device }) => device === 'cuda') : undefined;
  const works = tried?.works === true;
  if (json)
    process.stdout.write(`${JSON.stringify({ works, needs, ...(tried && !tried.works && { why: tried.why }) })}\n`);
  else screen.line(`\n${ending(needs, tried && !tried.works ? tried.why : undefined, works, screen)}`);
  return works ? 0 : 1;
}

function show({ what, found, how }: CudaNeed, { line, colours, columns }: Screen): void {
  const below = ' '.repeat(2);
  const width = Math.min(columns, 110) - 2;
  line(`${found === undefined ? colours.red('✗') : colours.green('✓')} ${colours.bold(what)}`);
  for (const text of found === undefined ? how : [found])
    line(below + colours.dim(wrapped(text, width, '').replaceAll('\n', `\n${below}`)));
}

function ending(needs: readonly CudaNeed[], why: string | undefined, works: boolean, { colours }: Screen): string {
  if (works) return `CUDA works. Next:\n  ${command('train', 'photos/', '--device', 'cuda')}`;
  if (why !== undefined) return colours.red(`Everything is there, and CUDA does not work: ${why}`);
  const missing = needs.filter(({ found }) => found === undefined);
  const onlyProvider = missing.every(({ isProvider }) => isProvider);
  const next = onlyProvider ? ['setup', 'cuda', '--yes'] : ['setup', 'cuda'];
  const words = onlyProvider ? 'To fetch what is missing' : 'Get what is missing from the top down, then once more';
  return `${words}:\n  ${command(...next)}`;
}
