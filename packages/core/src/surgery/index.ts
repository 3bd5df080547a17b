/** Models cut, frozen, and grown together with others. */
export { cut } from './cut.ts';
export { type CutPoint, cutPoints, type Natural, type Side } from './cut-points.ts';
export { fixInput } from './fix-input.ts';
export { fixWeights } from './fix-weights.ts';
export { freeBatch } from './free-batch.ts';
export { type FreezeOptions, freeze } from './freeze.ts';
export { type GradientStop, gradientStop } from './gradient-stop.ts';
export { graft } from './graft.ts';
export { resizeInput } from './resize-input.ts';
export { type SplitModel, splitPrefix } from './split-prefix.ts';
export { tensorNamed } from './tensor-names.ts';
