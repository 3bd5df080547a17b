/** What a single node of opset 20 cannot say of other opsets: written out in ops of the table, as the specification defines it. */

import type { FileNode } from '../file-node.ts';
import { swiGLU, swish } from './activation.ts';
import { attention } from './attention.ts';
import type { Written } from './attributes.ts';
import { tensorScatter } from './cache.ts';
import { groupNormalization, rmsNormalization } from './normalization.ts';
import { upsample } from './older.ts';
import { cumProd } from './product.ts';
import { dequantizeLinear, isQuantizedOtherwise, quantizeLinear } from './quantization.ts';
import { rotaryEmbedding } from './rotary.ts';
import { causalConvWithState, linearAttention } from './state.ts';

interface Entry {
  /** The opsets in which the op is what `write` says: from, and up to. */
  readonly from: number;
  readonly to?: number;
  /** The nodes that are meant, where others are nodes of opset 20 too. */
  readonly when?: (node: FileNode) => boolean;
  readonly write: Written;
}

const entries: Readonly<Record<string, Entry>> = {
  Attention: { from: 23, write: attention },
  CausalConvWithState: { from: 27, write: causalConvWithState },
  CumProd: { from: 26, write: cumProd },
  DequantizeLinear: { from: 10, when: isQuantizedOtherwise, write: dequantizeLinear },
  GroupNormalization: { from: 21, write: groupNormalization },
  LinearAttention: { from: 27, write: linearAttention },
  QuantizeLinear: { from: 10, when: isQuantizedOtherwise, write: quantizeLinear },
  RMSNormalization: { from: 23, write: rmsNormalization },
  RotaryEmbedding: { from: 23, write: rotaryEmbedding },
  SwiGLU: { from: 28, write: swiGLU },
  Swish: { from: 24, write: swish },
  TensorScatter: { from: 24, write: tensorScatter },
  Upsample: { from: 7, to: 9, write: upsample },
};

/** How a node is written out, if the opset it comes from has it in a form that opset 20 has not. */
export function writtenOut(node: FileNode, opset: number): Written | undefined {
  const entry = Object.hasOwn(entries, node.type) ? entries[node.type] : undefined;
  const isMeant = entry && opset >= entry.from && opset <= (entry.to ?? opset) && (entry.when?.(node) ?? true);
  return isMeant ? entry.write : undefined;
}
