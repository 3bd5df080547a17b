/** What was not asked of a backend, or what it says it does not do: one short reason for each kind, so that they add up. */
import { BackendError, dtypes, GraftError, ShapeError, UnsupportedError } from '@graftml/core';

const anyDType = `(?:${dtypes.join('|')})`;
/** What a ShapeError says where an op lacks a dtype, or must know something before it runs. */
const lacksDType = new RegExp(`^(.*)\\b${anyDType}\\b.*, got ${anyDType}\\b`);
const mustBeKnown = /\bknown\b|\bconstant\b/;

/** Undefined for any other error: then something is wrong. */
export function reasonFor(error: unknown): string | undefined {
  if (!(error instanceof GraftError)) return undefined;
  const { statement } = error;
  if (error instanceof ShapeError)
    return lacksDType.test(statement) || mustBeKnown.test(statement) ? `${error.op} ${general(statement)}` : undefined;
  if (error instanceof BackendError) return lackOfRuntime(error.received ?? '');
  if (!(error instanceof UnsupportedError)) return undefined;
  const [, dtype] = /^tensors of (\S+) are not read$/.exec(statement) ?? [];
  if (dtype) return `dtype ${dtype}`;
  const why = error.received && /does not run/.test(statement) ? `${statement}: ${error.received}` : statement;
  return general(why);
}

/** Without what is special about one node. */
const general = (statement: string): string =>
  statement
    .replace(/^the (?=op |attribute |model )/, '')
    .replace(/ \(opset \d+\)/, '')
    .replace(/, and the file does not say .*/, '')
    .replace(/\[[^\]]*\]/g, '[…]');

/** ONNX Runtime's own words for a kernel, a type or a case that it does not have. */
function lackOfRuntime(words: string): string | undefined {
  const [, kernel] = /Could not find an implementation for (\w+)\(\d+\)/.exec(words) ?? [];
  if (kernel) return `ONNX Runtime has no ${kernel} of this dtype`;
  const [, type, op] = /Type '(tensor\([^']*\))' of input parameter \([^)]*\) of operator \((\w+)\)/.exec(words) ?? [];
  if (type) return `ONNX Runtime has no ${op} of ${type}`;
  const lack = /\b(?:not (?:yet )?(?:implemented|supported)|is not defined for|NOT_IMPLEMENTED)\b/;
  if (!lack.test(words)) return undefined;
  return `ONNX Runtime: ${words
    .replace(/^.*Status Message: /s, '')
    .trim()
    .slice(0, 100)}`;
}
