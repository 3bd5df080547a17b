"""Pooling beyond that of `common`."""
import torch
import torch.nn.functional as F

from .common import max_pool, padded, room


def max_pool_with_indices(inputs, a, shape, *_):
    return max_pool(inputs, a, shape), None


def global_max_pool(inputs, *_):
    x = inputs[0]
    f = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[x.dim() - 3]
    return f(x, x.shape[2:])


def lp_pool(inputs, a, shape, *_):
    x, p = inputs[0], a["p"]
    f = (F.conv1d, F.conv2d, F.conv3d)[x.dim() - 3]
    ones = torch.ones(x.shape[1], 1, *a["kernel_shape"], dtype=x.dtype)
    powers = padded(x.abs() ** p, room(x, a, shape))
    return f(powers, ones, stride=a["strides"], dilation=a["dilations"], groups=x.shape[1]) ** (1 / p)


def max_unpool(inputs, a, shape, *_):
    """Indices count in the smallest picture; `output_shape` then adds zeros at its ends."""
    x, indices = inputs[:2]
    rank, pads = x.dim() - 2, a["pads"]
    small = [(x.shape[i + 2] - 1) * a["strides"][i] + a["kernel_shape"][i] - pads[i] - pads[i + rank] for i in range(rank)]
    flat = torch.zeros(x.shape[0] * x.shape[1] * int(torch.tensor(small).prod()), dtype=x.dtype)
    picture = flat.index_put((indices.flatten(),), x.flatten()).reshape(*x.shape[:2], *small)
    return padded(picture, [0] * (rank + 2) + [n - m for n, m in zip(shape, picture.shape)])


functions = {
    "maxPool": max_pool_with_indices,
    "globalMaxPool": global_max_pool,
    "lpPool": lp_pool,
    "globalLpPool": lambda inputs, a, *_: torch.linalg.vector_norm(inputs[0], a["p"], list(range(2, inputs[0].dim())), keepdim=True),
    "maxUnpool": max_unpool,
}
