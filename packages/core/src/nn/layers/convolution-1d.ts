/** Convolutions over sequences, `[N, steps, features]`. */
import { toActivation } from '../activations.ts';
import { type Options, oneOf, settle, whole } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';
import { type UnitSettings, unitDefaults, weights } from '../weights.ts';
import { windowFor } from '../windows.ts';

const paddings = ['same', 'valid', 'causal'] as const;

interface Conv1DSettings extends UnitSettings {
  readonly strides: number;
  /** `'causal'`: zeros before the first step alone, so that no step sees a later one (van den Oord et al. 2016). */
  readonly padding: (typeof paddings)[number];
  readonly dilationRate: number;
  /** Features are divided into so many groups, each with its own filters. */
  readonly groups: number;
}
/** Defaults: strides 1, padding `'valid'`, dilationRate 1, groups 1, and those of `dense`. */
export type Conv1DOptions = Options<Conv1DSettings>;

/**
 * `[N, steps, features]` to `[N, …, filters]`. Parameters: kernel `[filters, features / groups, kernelSize]`, bias `[filters]`.
 */
export function conv1D(filters: number, kernelSize: number, options: Conv1DOptions = {}): Layer {
  const where = 'conv1D';
  const settings = settle<Conv1DSettings>(
    where,
    { ...unitDefaults, strides: 1, padding: 'valid', dilationRate: 1, groups: 1 },
    options,
  );
  whole(where, 'filters', filters);
  whole(where, 'kernelSize', kernelSize);
  const [strides, dilation, group] = [
    whole(where, 'strides', settings.strides),
    whole(where, 'dilationRate', settings.dilationRate),
    whole(where, 'groups', settings.groups),
  ];
  const padding = oneOf(where, 'padding', settings.padding, paddings);
  const activate = toActivation(where, settings.activation);
  return layer(
    'Conv1D',
    (at, x) => {
      const { g } = at;
      const [, steps, features] = x.shape;
      if (x.shape.length !== 3 || steps === undefined || typeof features !== 'number')
        return at.fail('needs sequences, [N, steps, features]', {
          ...(x.shape.length === 2 && { hint: 'put embedding(…), or reshape([steps, features]), before it' }),
        });
      if (features % group !== 0) return at.fail(`${features} features do not divide into ${group} groups`);
      if (filters % group !== 0) return at.fail(`${filters} filters do not divide into ${group} groups`);
      const { kernel, bias } = weights(
        at,
        { shape: [filters, features / group, kernelSize], units: filters },
        settings,
      );
      const window =
        padding === 'causal'
          ? {
              ...windowFor(at, [steps], 'valid', [kernelSize], [strides], [dilation]),
              pads: [(kernelSize - 1) * dilation, 0],
            }
          : windowFor(at, [steps], padding, [kernelSize], [strides], [dilation]);
      const turned = g.transpose(x, { perm: [0, 2, 1] });
      return activate(g, g.transpose(g.conv(turned, kernel, bias, { ...window, group }), { perm: [0, 2, 1] }), -1);
    },
    settings,
  );
}
