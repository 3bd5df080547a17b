/** Pictures and a pretrained network to a classifier, decoded with sharp. */
import { type TransferOptions as Anywhere, transfer as anywhere, type Transfer } from '../transfer/transfer.ts';
import { withReaders } from './picture-readers.ts';

/** Options of `transfer`. */
export type TransferOptions = Omit<Anywhere, 'decode'>;

/** `transfer` of `@graftml/vision`; `folderStorage` makes a cache of a folder. */
export const transfer = (options: TransferOptions): Promise<Transfer> =>
  withReaders((decode) => anywhere({ ...options, decode }));
