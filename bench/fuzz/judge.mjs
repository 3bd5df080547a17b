// What reading a file may end in: a typed error, or a graph that can be written and read again.
import { GraftError } from '@graftml/core';
import { decodeModel, encodeGraph } from '@graftml/onnx';

/** How it ended, in a word or two: `'file'`, `'unsupported'`, `'graph'`. Throws where it ended as it must not. */
export function judge(bytes) {
  const first = attempt(() => decodeModel(bytes, { where: 'fuzz.onnx' }));
  if (first.refused) return first.refused;
  const written = attempt(() => encodeGraph(first.result.graph));
  if (written.refused) return `graph, not written: ${written.refused}`;
  const again = encodeGraph(decodeModel(written.result, { where: 'written.onnx' }).graph);
  if (Buffer.compare(written.result, again) !== 0) throw new Error('what was written reads as something else');
  return 'graph';
}

function attempt(run) {
  try {
    return { result: run() };
  } catch (error) {
    if (error instanceof GraftError) return { refused: error.code };
    throw error;
  }
}
