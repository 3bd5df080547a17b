/** Everything that decides what comes out, but the data. */
export const recipe = {
  width: 0.75,
  features: 1024,
  /** Pictures are trained on at this size, and judged at the larger one: cut-outs make things look larger than they are. */
  trainedAt: 112,
  judgedAt: 128,
  epochs: 48,
  batchSize: 64,
  /** How often each picture is looked at anew; after that the views come round again. */
  views: 12,
  /** Pictures that are never trained on. */
  heldOut: 512,
  temperature: 2,
  featureWeight: 8,
  learningRate: 2e-3,
  weightDecay: 0.05,
  warmupSteps: 500,
  seed: 1,
};
