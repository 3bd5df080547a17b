/** Fixed arithmetic on inputs. */
import { UsageError } from '../../errors.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

interface RescalingSettings extends Named {
  readonly offset: number;
}
/** Default: offset 0. */
export type RescalingOptions = Options<RescalingSettings>;

/** `x · scale + offset`: `rescaling(1 / 127.5, { offset: -1 })` brings 0..255 to -1..1. Any shape. */
export function rescaling(scale: number, options: RescalingOptions = {}): Layer {
  const settings = settle('rescaling', { ...unnamed, offset: 0 }, options);
  const { offset } = settings;
  for (const [name, value] of [
    ['scale', scale],
    ['offset', offset],
  ] as const)
    if (!Number.isFinite(value))
      throw new UsageError(`${name} must be a finite number`, { where: 'rescaling', received: show(value) });
  return layer(
    'Rescaling',
    (at, x) => {
      const scaled = at.g.mul(x, scale);
      return offset === 0 ? scaled : at.g.add(scaled, offset);
    },
    settings,
  );
}
