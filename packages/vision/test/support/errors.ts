import { GraftError } from '@graftml/core';
import { expect } from 'vitest';

/** What was thrown, which must be an error for a user, of the type named. */
export async function failure(type: new (...args: never[]) => GraftError, run: () => unknown): Promise<GraftError> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(type);
    if (error instanceof GraftError) return error;
  }
  throw new Error('nothing was thrown');
}
