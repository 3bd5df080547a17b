"""Resizing is linear: ONNX's own evaluator resizes the unit vectors of each axis, which gives the matrix of that axis."""
import functools

import numpy as np
import torch
from onnx.reference.ops import op_resize


def coefficients(a):
    if a["mode"] == "nearest":
        return lambda ratio, scale: op_resize._nearest_coeffs(ratio, mode=a["nearest_mode"])
    if a["mode"] == "linear":
        return op_resize._linear_coeffs_antialias if a["antialias"] else op_resize._linear_coeffs
    f = op_resize._cubic_coeffs_antialias if a["antialias"] else op_resize._cubic_coeffs
    return functools.partial(f, A=a["cubic_coeff_a"])


def resize(inputs, a, shape, *_):
    x, roi, scales, sizes = [*inputs, None, None, None][:4]
    axes = [axis % x.dim() for axis in a["axes"]] or list(range(x.dim()))
    if sizes is not None:
        factors = [size / x.shape[axis] for size, axis in zip(sizes.tolist(), axes)]
        choose = {"stretch": None, "not_larger": min, "not_smaller": max}[a["keep_aspect_ratio_policy"]]
        factors = [choose(factors)] * len(axes) if choose else factors
    else:
        factors = scales.tolist()
    along = functools.partial(
        op_resize._interpolate_1d_along_axis,
        axis=0,
        get_coeffs=coefficients(a),
        coordinate_transformation_mode=a["coordinate_transformation_mode"],
        exclude_outside=bool(a["exclude_outside"]),
    )
    y, inside = x, torch.ones(tuple(shape), dtype=torch.bool)
    for i, axis in enumerate(axes):
        part = None if roi is None else [roi[i].item(), roi[i + len(axes)].item()]
        matrix = along(np.eye(x.shape[axis]), scale_factor=factors[i], output_width_int=shape[axis], roi=part)
        marks = along(np.zeros((x.shape[axis], 1)), scale_factor=factors[i], output_width_int=shape[axis], roi=part, extrapolation_value=1.0)
        y = torch.tensordot(y, torch.from_numpy(matrix), ([axis], [1])).movedim(-1, axis)
        inside &= torch.from_numpy(marks[:, 0] == 0).reshape([-1 if j == axis else 1 for j in range(x.dim())])
    return torch.where(inside, y, a["extrapolation_value"])


functions = {"resize": resize}
