/** Everything that decides what comes out, but the data. */
export const recipe = {
  width: 0.75,
  features: 1280,
  /** Pictures are trained on at this size, and judged at the larger one: cut-outs make things look larger than they are. */
  trainedAt: 112,
  judgedAt: 128,
  epochs: 48,
  batchSize: 64,
  /** How often each picture is looked at anew; after that the views come round again. */
  views: 12,
  /** Pictures that are never trained on. */
  heldOut: 512,
  /** Pictures by which the teacher's channels are chosen that the student starts with. */
  measuredOn: 256,
  temperature: 1,
  featureWeight: 4,
  learningRate: 1e-3,
  weightDecay: 0.05,
  warmupSteps: 200,
  seed: 1,
};
