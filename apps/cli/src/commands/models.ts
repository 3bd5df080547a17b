/** `graft models` */
import { type KnownModel, knownModels } from '@graftml/vision';
import { cacheFolder, isPulled } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { byteSize, percent } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { columns, wrapped } from '../output/text.ts';
import { describePictures } from '../pictures.ts';

export async function models({ json }: { readonly json: boolean }): Promise<number> {
  const cache = cacheFolder();
  const here = await Promise.all(knownModels.map((model) => isPulled(model, cache)));
  if (json) {
    const rows = knownModels.map((model, i) => ({ ...asJson(model), here: here[i] }));
    process.stdout.write(`${JSON.stringify({ cache, models: rows })}\n`);
    return 0;
  }
  const screen = createScreen(process.stdout);
  const { dim, green } = screen.colours;
  const rows = knownModels.map((model, i) => [
    model.name,
    model.what,
    byteSize(model.size),
    describePictures(model.preprocessing),
    model.top1 ? `${percent(model.top1.accuracy)}, ${model.top1.by}` : '–',
    model.licence,
    here[i] ? '✓' : '',
  ]);
  const [head = '', ...lines] = columns(
    [['name', 'what', 'size', 'pictures', 'top-1 on ImageNet, by', 'licence', 'here'], ...rows],
    'llrllll',
  );
  screen.line(dim(head));
  for (const line of lines) screen.line(line.replace(/✓$/, green('✓')));
  const words = 'Fetched models are kept in';
  screen.line(dim(`\n${wrapped(`${words} ${cache} (GRAFT_CACHE names another place).`, screen.columns, '')}`));
  const next = knownModels.find((_, i) => !here[i])?.name ?? 'OWNER/NAME';
  screen.line(`\nTo fetch one, or any other ONNX model of Hugging Face or of the web:\n  ${command('pull', next)}`);
  return 0;
}

/** A model as a machine reads it. */
const asJson = ({ source, sha256, top1, ...model }: KnownModel): object => ({
  ...model,
  source,
  sha256: sha256 ?? null,
  top1: top1 ?? null,
});
