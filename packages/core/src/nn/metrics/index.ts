/** Metrics, in a namespace of their own: several have the name of a loss. */
export {
  accuracy,
  type BinaryAccuracyOptions,
  binaryAccuracy,
  type TopKOptions,
  topKCategoricalAccuracy,
} from './accuracy.ts';
export { meanLoss, weightedMean } from './mean.ts';
