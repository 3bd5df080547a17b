/** Arrays that NumPy wrote. */
import { basename } from 'node:path';
import { FileError } from '@graftml/core';
import { isNpy, type NpyArray, parseNpy } from '../features/npy.ts';
import { readNpz } from '../features/npz.ts';
import { readAll } from './bytes.ts';

/**
 * The arrays of an `.npz` file by their names, or that of an `.npy` file by the file's; for `featureSets`.
 * @throws FileError if it is missing, damaged, or neither
 */
export async function readArrays(path: string): Promise<Readonly<Record<string, NpyArray>>> {
  const bytes = await readAll(path, false);
  if (isNpy(bytes)) return { [basename(path).replace(/\.npy$/i, '')]: parseNpy(bytes, path) };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readNpz(bytes, path);
  throw new FileError('is neither an .npz nor an .npy file', {
    where: path,
    expected: 'PK or \\x93NUMPY at byte 0',
    hint: 'save arrays with numpy.savez or numpy.save',
  });
}
