/** A classifier by its file or name: one that `graft train` wrote, or a published one with the head that it has. */
import { readFile } from 'node:fs/promises';
import { type Backend, FileError, UsageError } from '@graftml/core';
import { type OpenedClassifier, openClassifier } from '@graftml/vision/node';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { describePictures } from './pictures.ts';
import { type PreprocessingName, preprocessingNames } from './preprocessing-names.ts';

/** What is said of a published classifier whose file does not say it. */
export interface ClassifierRequest {
  readonly model: string;
  /** How pictures become its input; `guess`: try what is usual on the pictures that are named. */
  readonly preprocessing?: PreprocessingName;
  /** A file with the names of the classes, one a line, or a JSON list. */
  readonly labels?: string;
}

/** @throws UsageError where something is missing, and as `openClassifier` of `@graftml/vision/node` */
export async function namedClassifier(
  { model, preprocessing, labels: file }: ClassifierRequest,
  guess: { readonly backend: Backend; readonly pictures: readonly string[] },
  signal: AbortSignal,
): Promise<OpenedClassifier> {
  const labels = file === undefined ? undefined : await readLabels(file);
  try {
    return await openClassifier(model, {
      signal,
      ...(labels && { labels }),
      ...(preprocessing === 'guess' ? { guess } : preprocessing !== undefined && { preprocessing }),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { statement, where, expected, received, hint } = error;
    if (statement.startsWith('nothing says how pictures'))
      throw new UsageError(statement, {
        where: where ?? model,
        expected: `--preprocessing ${preprocessingNames.join(', ')}`,
        hint: "whoever trained it knows; TensorFlow's are usually symmetric, PyTorch's imagenet",
        cause: error,
      });
    if (where !== 'labels' && where !== 'preprocessing') throw error;
    const details = { expected, received, hint };
    throw new UsageError(statement, {
      where: `--${where}`,
      ...Object.fromEntries(Object.entries(details).filter(([, text]) => text !== undefined)),
      cause: error,
    });
  }
}

async function readLabels(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new FileError('cannot be read', { where: path, received: cause.code ?? cause.message, cause });
  });
  const lines = text.trimStart().startsWith('[') ? listIn(text) : text.trim().split(/\r?\n/);
  if (lines?.every((line) => typeof line === 'string')) return lines.map((line) => line.trim());
  throw new FileError('is no list of labels', { where: path, expected: 'one a line, or a JSON list of them' });
}

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What a person should know of a classifier that was not trained here. */
export function showClassifier({ name, labels, preprocessing, stock }: OpenedClassifier, screen: Screen): void {
  const { dim, yellow } = screen.colours;
  screen.fact('Model', `${printable(name)}${dim(`, ${labels.length} classes, ${describePictures(preprocessing)}`)}`);
  if (!stock) return;
  if (stock.labels === 'imagenet')
    screen.fact('', dim("its classes are taken to be ImageNet's (--labels FILE says otherwise)"));
  if (stock.labels === 'number')
    screen.fact('', yellow('nobody says what its outputs stand for: they are numbered (--labels FILE)'));
  if (stock.preprocessing === 'guess')
    screen.fact('', yellow('how it wants its pictures is a guess, made by trying what is usual on some of these'));
}
