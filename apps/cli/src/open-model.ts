/** A saved classifier from the disk. */
import { type Classifier, openClassifier } from '@graftml/vision';
import { openOnnx } from '@graftml/vision/node';

/** @throws FileError if it is not there, damaged, or no classifier */
export async function openModelFile(path: string): Promise<Classifier> {
  const { bytes } = await openOnnx(path);
  return openClassifier(bytes, path);
}
