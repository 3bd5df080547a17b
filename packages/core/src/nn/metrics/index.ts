/** Metrics, in a namespace of their own: several have the name of a loss. */
export * from './accuracy.ts';
export {
  type AverageOptions,
  type ClassScores,
  type ConfusionMatrix,
  type ConfusionScores,
  confusionMatrix,
  confusionScores,
  f1,
  type PerClassOptions,
  precision,
  recall,
  type ThresholdOptions,
} from './confusion.ts';
export * from './labels.ts';
export { meanLoss, weightedMean } from './mean.ts';
export * from './regression.ts';
