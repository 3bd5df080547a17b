/** Probabilities as an answer. */
import type { Prediction } from '@graftml/vision';

export function predictionOf(probabilities: Float32Array, labels: readonly string[]): Prediction {
  const top = Array.from(probabilities, (probability, i) => ({ label: labels[i]!, probability })).sort(
    (a, b) => b.probability - a.probability,
  );
  return { ...top[0]!, top };
}

export const isUnsure = ({ probability }: Pick<Prediction, 'probability'>, threshold: number | 'off'): boolean =>
  threshold !== 'off' && probability < threshold;
