/** Pictures decoded with sharp for a network in whole numbers. */
import {
  type QuantizeTransferOptions as Anywhere,
  quantizeTransfer as anywhere,
  type QuantizedTransfer,
} from '../quantize/quantize-transfer.ts';
import type { Transfer } from '../transfer/transfer.ts';
import { decodePicture } from './decode.ts';

/** Options of `quantizeTransfer`. */
export type QuantizeTransferOptions = Omit<Anywhere, 'decode'>;

/** `quantizeTransfer` of `@graftml/vision`. */
export const quantizeTransfer = (result: Transfer, options: QuantizeTransferOptions): Promise<QuantizedTransfer> =>
  anywhere(result, { ...options, decode: decodePicture });
