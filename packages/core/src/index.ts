/** Graphs, gradients and training. No dependency, no I/O, no kernels. */

export { grad, pullBack } from './autodiff.ts';
export * from './backend.ts';
export { type Builder, builder, node, type Operand } from './builder.ts';
export * from './errors.ts';
export { expandNode, hasBody } from './expansions/expand.ts';
export { paddedFrom } from './gradients/shape.ts';
export * from './ir/dims.ts';
export * from './ir/order.ts';
export * from './ir/print.ts';
export * from './ir/validate.ts';
export * from './ir/value.ts';
export * from './nn/index.ts';
export * from './nn/information.ts';
export * from './nn/loss.ts';
export * from './nn/losses/binary.ts';
export * from './nn/losses/categorical.ts';
export * from './nn/losses/divergence.ts';
export * from './nn/losses/regression.ts';
export * as metrics from './nn/metrics/index.ts';
export * from './nn/model.ts';
export * from './op.ts';
export { type OpName, type Ops, ops } from './ops/index.ts';
export { reducedAxes } from './ops/reduce.ts';
export { nearestPositions } from './ops/resize.ts';
export { padAmounts, type SliceAxis, sliceAxes } from './ops/shape.ts';
export { padsAt, reach, type Window, windowsOver } from './ops/window.ts';
export * from './optim/adagrad.ts';
export * from './optim/adam.ts';
export * from './optim/clip.ts';
export * from './optim/optimizer.ts';
export * from './optim/rmsprop.ts';
export * from './optim/schedules.ts';
export * from './optim/sgd.ts';
export * from './passes/bind.ts';
export * from './passes/convert-float.ts';
export * from './passes/cse.ts';
export * from './passes/freeze.ts';
export * from './passes/legalize.ts';
export * from './passes/pool-before-relu.ts';
export * from './passes/rewrite.ts';
export * from './random/random.ts';
export { filled, splat } from './splat.ts';
export * from './tensor.ts';
export * from './train/callbacks.ts';
export type { Signal } from './train/clock.ts';
export * from './train/dataset.ts';
export { type EvaluateOptions, evaluate, type Figures } from './train/evaluate.ts';
export * from './train/fit.ts';
export * from './train/predict.ts';
export { drawFeeds, stepFeeds } from './train/session.ts';
export {
  evaluationProgram,
  initialState,
  type Metrics,
  type Objective,
  predictionProgram,
  type Training,
  trainingProgram,
} from './train/step.ts';
export { tapSlice, taps } from './windows.ts';
