/** Graphs, gradients and training. No dependency, no I/O, no kernels. */

// Networks: layers, models of layers, networks by name, and what a model is.

export * from './nn/index.ts';
export { type Memory, memoryOf } from './nn/memory.ts';
export * from './nn/model.ts';
export { multiplyAddsOf } from './nn/multiply-adds.ts';

// Surgery: models cut, frozen, grafted on others; where one can cut.

export * from './surgery/index.ts';

// What to aim for: losses, metrics, information theory on plain numbers.

export * from './nn/information.ts';
export * from './nn/loss.ts';
export * from './nn/losses/binary.ts';
export * from './nn/losses/categorical.ts';
export * from './nn/losses/divergence.ts';
export * from './nn/losses/regression.ts';
export * as metrics from './nn/metrics/index.ts';

// How to get there: optimizers, schedules of the learning rate, clipping.

export * from './optim/adagrad.ts';
export * from './optim/adam.ts';
export * from './optim/clip.ts';
export * from './optim/optimizer.ts';
export * from './optim/rmsprop.ts';
export * from './optim/scaled-rates.ts';
export * from './optim/schedules.ts';
export * from './optim/sgd.ts';

// Training: datasets, the loop, its callbacks; evaluation and prediction.

export * from './train/callbacks/index.ts';
export { readCheckpoint, writeCheckpoint } from './train/checkpoint/files.ts';
export type { CallbackState, TrainingState } from './train/checkpoint/training-state.ts';
export type { Signal } from './train/clock.ts';
export {
  arrayDataset,
  type Batch,
  type Dataset,
  type Example,
  type Inputs,
  type Occasion,
  readBatch,
  subset,
} from './train/dataset.ts';
export { type EvaluateOptions, evaluate, type Figures } from './train/evaluate.ts';
export * from './train/find-learning-rate.ts';
export { type FitOptions, fit, type Run } from './train/fit.ts';
export * from './train/interrupted.ts';
export * from './train/logs.ts';
export * from './train/predict.ts';
export type { Progress } from './train/progress.ts';
export * from './train/restarts.ts';
export type { Stopped } from './train/trainer.ts';
export * from './train/training-memory.ts';

// The same as programs, for loops of one's own.

export { batchFeeds, drawFeeds, stepFeeds } from './train/session.ts';
export {
  accumulationProgram,
  evaluationProgram,
  initialState,
  type Metrics,
  names as stepNames,
  type Objective,
  predictionProgram,
  type Training,
  trainingProgram,
  updateProgram,
} from './train/step.ts';

// Tensors on the host and in files, random numbers by place, errors.

export { crc32 } from './crc32.ts';
export * from './errors.ts';
export { type Half, narrow, widen } from './halves.ts';
export { draw, hash, normals, type Place, permutation, randomBits, uniforms } from './random/random.ts';
export * from './safetensors.ts';
export { memoryStorage, type Storage, type StoredFile, writeAll } from './storage.ts';
export * from './tensor.ts';

// Graphs: values and nodes, building, walking, printing, symbolic extents.

export { type Builder, builder, node, type Operand } from './builder.ts';
export { bindDim, combineDims, type DimOperator, isStatic, showShape, sizeOf } from './ir/dims.ts';
export * from './ir/flow.ts';
export * from './ir/order.ts';
export * from './ir/print.ts';
export * from './ir/validate.ts';
export * from './ir/value.ts';
export { filled, splat } from './splat.ts';

// Gradients, and passes from graph to graph.

export { grad, pullBack } from './autodiff.ts';
export * from './passes/active-dropout.ts';
export * from './passes/batch-statistics.ts';
export * from './passes/bind.ts';
export * from './passes/convert-float.ts';
export * from './passes/cse.ts';
export * from './passes/fold-batch-norm.ts';
export * from './passes/fold-constants.ts';
export * from './passes/legalize.ts';
export * from './passes/pool-before-relu.ts';
export * from './passes/rewrite.ts';
export * from './passes/substitute.ts';
export * from './passes/with-constants.ts';

// For backends and file formats: the port, the table of ops, and what its entries compute with.

export * from './backend.ts';
export { expandNode, hasBody } from './expansions/expand.ts';
export { type Mixture, mixturesAlong } from './interpolation.ts';
export {
  type AttributeSpec,
  type AttributeSpecs,
  type AttributesOf,
  absent,
  bare,
  byName,
  type Fail,
  type GivenAttributes,
  labelAt,
  type Op,
  type PerInput,
} from './op.ts';
export { type Contraction, readEquation } from './ops/einsum.ts';
export { type OpName, type Ops, ops } from './ops/index.ts';
export { writeType } from './ops/opaque.ts';
export { unpooledShape } from './ops/pooling.ts';
export { columnShape, filterShape, range8, rowShape, scaleShape } from './ops/quantization.ts';
export { activationsOf, type CellActivation, directionsOf } from './ops/recurrent.ts';
export { reducedAxes } from './ops/reduce.ts';
export { type ResizeModes, resizedAxes } from './ops/resize.ts';
export { centeredAmounts, padAmounts, paddedFrom, type SliceAxis, splitParts, staticSliceAxes } from './ops/slice.ts';
export { titleOf } from './ops/title.ts';
export { padsAt, reach, type Window } from './ops/window.ts';
export { isTiling, seenByTaps, taps } from './windows.ts';
