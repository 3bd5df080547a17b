/** Metrics, in a namespace of their own: several have the name of a loss. */
export * from './accuracy.ts';
export * from './confusion.ts';
export { meanLoss, weightedMean } from './mean.ts';
export * from './regression.ts';
