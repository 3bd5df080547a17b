/** sharp, an optional peer: loaded when the first picture needs it. */
import { BackendError } from '@graftml/core';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';

export type SharpFactory = (input: SharpInput | SharpInput[], options?: SharpOptions) => Sharp;

let loading: Promise<SharpFactory> | undefined;

/** @throws BackendError if sharp is not installed or does not load */
export function loadSharp(): Promise<SharpFactory> {
  loading ??= import('sharp').then(
    (module) => module.default,
    (cause: unknown) => {
      loading = undefined;
      throw new BackendError('reading pictures needs the package sharp, and it does not load', {
        where: 'sharp',
        received: cause instanceof Error ? cause.message.split('\n')[0]! : String(cause),
        hint: 'npm install sharp',
        cause,
      });
    },
  );
  return loading;
}
