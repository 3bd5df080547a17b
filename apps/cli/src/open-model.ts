/** A saved classifier from the disk. */
import { readFile } from 'node:fs/promises';
import { FileError } from '@graftml/core';
import { type Classifier, openClassifier } from '@graftml/vision';

/** @throws FileError if it is not there, damaged, or no classifier */
export const openModelFile = async (path: string): Promise<Classifier> =>
  openClassifier(await readModelFile(path), path);

export async function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const isFolder = cause.code === 'EISDIR';
    throw new FileError(cause.code === 'ENOENT' ? 'is not there' : isFolder ? 'is a folder' : 'cannot be read', {
      where: path,
      expected: 'a model file',
      ...(cause.code !== 'ENOENT' && !isFolder && { received: cause.message }),
      cause,
    });
  });
}
