/** Pictures to features, decoded with sharp. */
import { type ExtractFeaturesOptions as Anywhere, extractFeatures as anywhere } from '../features/extract-features.ts';
import type { PictureFeatures } from '../features/picture-features.ts';
import { withReaders } from './picture-readers.ts';

/** Options of `extractFeatures`. */
export type ExtractFeaturesOptions = Omit<Anywhere, 'decode'>;

/** `extractFeatures` of `@graftml/vision`; `folderStorage` makes a cache of a folder. */
export const extractFeatures = (options: ExtractFeaturesOptions): Promise<PictureFeatures> =>
  withReaders((decode) => anywhere({ ...options, decode }));
