/** What may happen while a model is trained. */
export { bestWeights } from './best-weights.ts';
export * from './callback.ts';
export { type CSVLoggerOptions, csvLogger } from './csv-logger.ts';
export { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
export { type GradientNormsOptions, gradientNorms } from './gradient-norms.ts';
export { type ModelCheckpointOptions, modelCheckpoint } from './model-checkpoint.ts';
export type { MonitorOptions } from './monitor.ts';
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './reduce-lr-on-plateau.ts';
export { type TerminateOnNaNOptions, terminateOnNaN } from './terminate-on-nan.ts';
