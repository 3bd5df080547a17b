/** Pictures looked at through a grid of places (Jaderberg et al. 2015). */
import { int, op, string } from '../op.ts';
import { knownNumbers, requireFloat, sameDType } from '../shapes.ts';

/**
 * The places that an affine map gives: theta `[N, r, r + 1]` and `size` `[N, C, ...spatial]` with r spatial extents give
 * `[N, ...spatial, r]`. Along each axis the picture lies from -1 to 1: the centres of its first and last element with
 * `align_corners`, else its edges. Coordinates are in the reverse order of the axes, x first.
 */
export const affineGrid = op('AffineGrid', ['theta', 'size'], {
  outputs: ['grid'],
  attributes: { align_corners: int(0) },
  infer({ theta, size }, _, fail) {
    requireFloat(theta, fail);
    const [batch, , ...spatial] = knownNumbers(size, 'size', fail);
    const rank = spatial.length;
    if (batch === undefined || (rank !== 2 && rank !== 3)) return fail('size must be [N, C, H, W] or [N, C, D, H, W]');
    if (String(theta.shape) !== String([batch, rank, rank + 1])) fail(`theta must be [${batch}, ${rank}, ${rank + 1}]`);
    return { dtype: theta.dtype, shape: [batch, ...spatial, rank] };
  },
});

/**
 * x `[N, C, ...spatial]` at the places of grid `[N, ...places, r]`, as `affineGrid` counts them: `[N, C, ...places]`. Beyond
 * the picture there is 0, its border, or its mirror image.
 */
export const gridSample = op('GridSample', ['x', 'grid'], {
  attributes: { align_corners: int(0), mode: string('linear'), padding_mode: string('zeros') },
  infer({ x, grid }, { mode, padding_mode }, fail) {
    requireFloat(x, fail);
    const [batch, channels, ...spatial] = x.shape;
    const [batch2, ...places] = grid.shape;
    if (batch === undefined || channels === undefined || spatial.length < 1) return fail('needs [N, C, ...spatial]');
    if (batch !== batch2 || places.pop() !== spatial.length || places.length !== spatial.length)
      fail(`grid must be [${batch}, ...${spatial.length} extents, ${spatial.length}]`);
    if (!['linear', 'nearest', 'cubic'].includes(mode)) fail(`mode must be linear, nearest or cubic, got '${mode}'`);
    if (!['zeros', 'border', 'reflection'].includes(padding_mode))
      fail(`padding_mode must be zeros, border or reflection, got '${padding_mode}'`);
    return { dtype: sameDType([x, grid], fail), shape: [batch, channels, ...places] };
  },
});
