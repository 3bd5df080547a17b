export interface Recipe {
  readonly width: number;
  readonly features: number;
  readonly trainedAt: number;
  readonly judgedAt: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly views: number;
  readonly heldOut: number;
  readonly measuredOn: number;
  readonly temperature: number;
  readonly featureWeight: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly warmupSteps: number;
  readonly seed: number;
}
export const recipe: Recipe;
