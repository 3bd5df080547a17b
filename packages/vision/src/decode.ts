/** Picture files to pixels, by whatever this runtime has. */
import { decodePicture as decoded } from '#decode';
import type { Decode } from './collection/examine.ts';

/**
 * What is taken where no `decode` is given: sharp in Node, the browser's own decoders in a browser.
 * @throws DataError with the reason, if it is no picture or is damaged
 */
export const decodePicture: Decode = (file, background) => decoded(file, background);
