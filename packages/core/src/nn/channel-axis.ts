/** Where the channels are. */
import type { Value } from '../ir/value.ts';
import type { Site } from './layer.ts';

/**
 * The axis that `axis` means, counted from the end where it is negative. Unless it is given, that of the channels: the second of
 * a picture `[N, channels, height, width]`, the last of `[N, features]` and `[N, steps, features]`. Throws for the batch.
 */
export function channelAxis(at: Site, { shape }: Value, axis: number | undefined): number {
  if (shape.length < 2) return at.fail('needs [N, features], [N, steps, features] or [N, channels, height, width]');
  const chosen = axis ?? (shape.length > 3 ? 1 : -1);
  const counted = chosen < 0 ? chosen + shape.length : chosen;
  if (!Number.isInteger(chosen) || counted < 1 || counted >= shape.length)
    return at.fail(`axis must be one of the ${shape.length}, but not the batch`, {
      expected: `1 to ${shape.length - 1}`,
    });
  return counted;
}
