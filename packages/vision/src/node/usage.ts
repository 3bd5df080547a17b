/** Programs that use a model without Graft, in a folder beside it. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { usageFiles } from '../usage/usage-files.ts';
import type { Usable } from '../usage/used-model.ts';
import { writeError, writeWhole } from './write-file.ts';

/**
 * Writes `usageFiles` to `model-use/` beside `model.onnx`.
 * @returns the folder
 * @throws FileError where that is not possible
 */
export async function writeUsage(model: string, description: Usable): Promise<string> {
  const folder = join(dirname(model), `${basename(model, extname(model))}-use`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw writeError(folder, cause);
  }
  for (const { name, text } of usageFiles({ ...description, model: `../${basename(model)}` }))
    await writeWhole(join(folder, name), text);
  return folder;
}
