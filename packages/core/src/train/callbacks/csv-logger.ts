import { onlyOptions, requireOption } from '../../options.ts';
import type { Storage } from '../../storage.ts';
import type { EpochLogs } from '../logs.ts';
import type { Callback } from './callback.ts';

/** Options of `csvLogger`. */
export interface CSVLoggerOptions {
  readonly storage: Storage;
  /** `history.csv` unless given. */
  readonly name?: string;
  /** `,` unless given. */
  readonly separator?: string;
}

/**
 * Keeps the figures of all epochs as a table: a line for each, written anew after each epoch, so that it is whole at any
 * time, also in a training that goes on from a checkpoint.
 */
export function csvLogger({ storage, name = 'history.csv', separator = ',', ...more }: CSVLoggerOptions): Callback {
  onlyOptions('csvLogger', ['storage', 'name', 'separator'], more);
  requireOption(separator.length > 0 && !/["\n\r]/.test(separator), 'csvLogger', 'separator', 'a sign', separator);
  return {
    name: 'csvLogger',
    onEpochEnd: (_, __, trainer) => storage.write(name, tableOf(trainer.history, separator)),
  };
}

function tableOf(history: readonly EpochLogs[], separator: string): string {
  const columns = [...new Set(history.flatMap(({ logs }) => Object.keys(logs)))];
  const quoted = (text: string) =>
    text.includes(separator) || /["\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const rows = history.map(({ epoch, seconds, logs }) => [
    `${epoch}`,
    seconds.toFixed(3),
    ...columns.map((column) => (logs[column] === undefined ? '' : `${logs[column]}`)),
  ]);
  return [['epoch', 'seconds', ...columns], ...rows].map((row) => `${row.map(quoted).join(separator)}\n`).join('');
}
