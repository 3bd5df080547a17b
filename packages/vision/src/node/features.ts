/** Files of features: those that NumPy wrote, and ours. */
import { basename, extname } from 'node:path';
import { FileError, UsageError } from '@graftml/core';
import type { FeatureSets } from '../features/feature-sets.ts';
import { isNpy, type NpyArray, parseNpy } from '../features/npy.ts';
import { readNpz } from '../features/npz.ts';
import { arraysOfSafetensors, writeFeatures } from '../features/save-features.ts';
import type { WriteArraysOptions } from '../features/write-npy.ts';
import { readAll } from './bytes.ts';
import { writeWhole } from './write-file.ts';

/**
 * The arrays of an `.npz` or `.safetensors` file by their names, or that of an `.npy` file by the file's; for `featureSets`.
 * @throws FileError if it is missing, damaged, or none of these
 */
export async function readArrays(path: string): Promise<Readonly<Record<string, NpyArray>>> {
  const bytes = await readAll(path, false);
  if (isNpy(bytes)) return { [basename(path).replace(/\.npy$/i, '')]: parseNpy(bytes, path) };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readNpz(bytes, path);
  // The header's length comes first, and then it begins.
  if (bytes[8] === 0x7b) return arraysOfSafetensors(bytes, path);
  throw new FileError('is no file of arrays', {
    where: path,
    expected: '.npz, .npy or .safetensors, by its first bytes',
    hint: 'save arrays with numpy.savez or numpy.save',
  });
}

/**
 * Writes features for `readArrays` and NumPy; the end of the path tells how.
 * @throws UsageError for an end other than `.npz` and `.safetensors`; FileError if it cannot be written; and as `writeFeatures`
 */
export async function saveFeatures(path: string, sets: FeatureSets, options: WriteArraysOptions = {}): Promise<void> {
  const format = extname(path).slice(1).toLowerCase();
  if (format !== 'npz' && format !== 'safetensors')
    throw new UsageError('does not say in which format features are to be written', {
      where: path,
      expected: '.npz or .safetensors at its end',
    });
  await writeWhole(path, writeFeatures(sets, format, options));
}
