/**
 * Imports a file of the user's. Types are stripped from TypeScript by SWC, as Node itself does it from version 22.18 on
 * (here also in 20), and `@graftml/…` is found from anywhere, not only below a node_modules that has it.
 */
import { stat } from 'node:fs/promises';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileError, UsageError } from '@graftml/core';

let hooked = false;

/** @throws FileError if it is not there; UsageError if it is no valid module */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await stat(path).catch(() => undefined))?.isFile())
    throw new FileError('is not there', { where: path, expected: 'a file that exports a function that makes a model' });
  if (!hooked) register('./import-hooks.js', import.meta.url);
  hooked = true;
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    throw new UsageError('cannot be loaded', { where: path, received: `${name}: ${message.split('\n')[0]}`, cause });
  }
}
