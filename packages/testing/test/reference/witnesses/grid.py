"""Grids of places."""
import torch.nn.functional as F


def grid_sample(inputs, a, *_):
    mode = {"linear": "bilinear", "cubic": "bicubic"}.get(a["mode"], a["mode"])
    return F.grid_sample(*inputs, mode=mode, padding_mode=a["padding_mode"], align_corners=bool(a["align_corners"]))


functions = {
    "affineGrid": lambda inputs, a, *_: F.affine_grid(inputs[0], inputs[1].tolist(), bool(a["align_corners"])),
    "gridSample": grid_sample,
}
