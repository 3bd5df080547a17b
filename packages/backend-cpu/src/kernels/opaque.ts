/** What nobody here knows. */
import { type Ops, UnsupportedError } from '@graftml/core';
import type { Kernel } from './kernel.ts';

/** Throws an UnsupportedError that names the op: only a runtime that has it can run it. */
export const opaque: Kernel<Ops['opaque']> = ({ attributes: { type, domain } }) => {
  throw new UnsupportedError(`the reference does not know the op ${domain ? `${domain}.` : ''}${type}`, {
    hint: 'run the model on ONNX Runtime',
  });
};
