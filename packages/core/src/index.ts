/** Graphs, gradients and training. No dependency, no I/O, no kernels. */
export * from './errors.ts';
export * from './tensor.ts';
export * from './ir/value.ts';
export * from './ir/dims.ts';
export * from './ir/order.ts';
export * from './ir/print.ts';
export * from './ir/validate.ts';
export * from './op.ts';
export { ops, type OpName, type Ops } from './ops/index.ts';
export { nearestPositions } from './ops/resize.ts';
export { reducedAxes } from './ops/reduce.ts';
export { padAmounts, type SliceAxis, sliceAxes } from './ops/shape.ts';
export { padsAt, reach, type Window, windowsOver } from './ops/window.ts';
export { type Builder, builder, node, type Operand } from './builder.ts';
export { filled, splat } from './splat.ts';
export { paddedFrom } from './gradients/shape.ts';
export { grad, pullBack } from './autodiff.ts';
export { expandNode, hasBody } from './expansions/expand.ts';
export * from './passes/rewrite.ts';
export * from './passes/bind.ts';
export * from './passes/legalize.ts';
export * from './passes/cse.ts';
export * from './passes/convert-float.ts';
export * from './passes/freeze.ts';
export * from './passes/pool-before-relu.ts';
export * from './backend.ts';
export * from './random/random.ts';
export * from './nn/model.ts';
export * from './nn/initializers.ts';
export * from './nn/loss.ts';
export * from './optim/optimizer.ts';
export * from './train/dataset.ts';
export * from './train/callbacks.ts';
export * from './train/fit.ts';
export { type EvaluateOptions, evaluate, type Figures } from './train/evaluate.ts';
export * from './train/predict.ts';
export {
  evaluationProgram,
  initialState,
  type Metrics,
  type Objective,
  predictionProgram,
  type Training,
  trainingProgram,
} from './train/step.ts';
export { drawFeeds } from './train/session.ts';
export type { Signal } from './train/clock.ts';
