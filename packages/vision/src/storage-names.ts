/** What things in a storage may be called. */
import { UsageError } from '@graftml/core';

/** @throws UsageError for a name that is not plain */
export function checkStorageName(name: string): void {
  if (/^[\w-][\w.-]*$/.test(name)) return;
  throw new UsageError('is no name of a file', { where: name, expected: 'letters, digits, dots and dashes' });
}
