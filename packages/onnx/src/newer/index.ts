/** Ops of other opsets that a node of opset 20 cannot say: written out in ops of the table, as the specification defines them. */

import { swiGLU, swish } from './activation.ts';
import { attention } from './attention.ts';
import type { Written } from './attributes.ts';
import { tensorScatter } from './cache.ts';
import { groupNormalization, rmsNormalization } from './normalization.ts';
import { upsample } from './older.ts';
import { cumProd } from './product.ts';
import { rotaryEmbedding } from './rotary.ts';
import { causalConvWithState, linearAttention } from './state.ts';

interface Entry {
  /** The opsets in which the op is what `write` says: from, and up to. */
  readonly from: number;
  readonly to?: number;
  readonly write: Written;
}

const entries: Readonly<Record<string, Entry>> = {
  Attention: { from: 23, write: attention },
  CausalConvWithState: { from: 27, write: causalConvWithState },
  CumProd: { from: 26, write: cumProd },
  GroupNormalization: { from: 21, write: groupNormalization },
  LinearAttention: { from: 27, write: linearAttention },
  RMSNormalization: { from: 23, write: rmsNormalization },
  RotaryEmbedding: { from: 23, write: rotaryEmbedding },
  SwiGLU: { from: 28, write: swiGLU },
  Swish: { from: 24, write: swish },
  TensorScatter: { from: 24, write: tensorScatter },
  Upsample: { from: 7, to: 9, write: upsample },
};

/** How a node of that type is written out, if the opset it comes from has it in a form that opset 20 has not. */
export function writtenOut(type: string, opset: number): Written | undefined {
  const entry = Object.hasOwn(entries, type) ? entries[type] : undefined;
  return entry && opset >= entry.from && opset <= (entry.to ?? opset) ? entry.write : undefined;
}
