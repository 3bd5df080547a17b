/** What the metadata of a file of ours say of what it tells, without opening the network. */
import { labelsOf } from '@graftml/onnx';

/** Absent is what the file does not say, or says so that it cannot be read. */
export interface FileFacts {
  readonly labels?: readonly string[];
  /** From which probability each label is told, where several may be right. */
  readonly thresholds?: readonly number[];
  /** Below which probability it is unsure. */
  readonly unsure?: number;
  /** Of a number: the least and the largest that it has learnt, and how far off it is on average. */
  readonly value?: { readonly range: readonly [number, number]; readonly mae: number };
}

/** @param metadata as `readMetadata` and `inspectOnnx` of `@graftml/onnx` give them */
export function fileFacts(metadata: Readonly<Record<string, string>>): FileFacts {
  const labels = labelsOf(metadata);
  const { thresholds } = parsed(metadata['graft.several']);
  const { threshold } = parsed(metadata['graft.unsure']);
  const { range, mae } = parsed(metadata['graft.value']);
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  return {
    ...(labels && { labels }),
    ...(Array.isArray(thresholds) && thresholds.length === labels?.length && { thresholds }),
    ...(isNumber(threshold) && { unsure: threshold }),
    ...(Array.isArray(range) &&
      range.every(isNumber) &&
      isNumber(mae) && { value: { range: [range[0]!, range[1]!], mae } }),
  };
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(text ?? '{}') as object) };
  } catch {
    return {};
  }
}
