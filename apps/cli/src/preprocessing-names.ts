/** Names of usual preprocessings, for the options of commands. */
import { type UsualPreprocessing, usualNames } from '@graftml/vision';

export const preprocessingNames = [...usualNames, 'guess'] as const;
export type PreprocessingName = UsualPreprocessing | 'guess';
