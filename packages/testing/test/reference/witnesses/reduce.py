"""Reductions beyond those of `common`, and running sums."""
import torch

from .common import axes_of


def reduction(f):
    """`f` of the data and the axes; of no axes, each element is alone."""
    def reduce(inputs, a, *_):
        x, axes = inputs[0], axes_of(inputs, a)
        return f(x, axes, bool(a["keepdims"])) if axes else f(x.unsqueeze(-1), [x.dim()], False)
    return reduce


def product(x, axes, keepdim):
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = torch.prod(x, axis, keepdim=keepdim)
    return x


def cum_sum(inputs, a, *_):
    x, axis = inputs[0], int(inputs[1])
    if a["reverse"]:
        x = x.flip(axis)
    y = torch.cumsum(x, axis)
    if a["exclusive"]:
        y = y - x
    return y.flip(axis) if a["reverse"] else y


functions = {
    "reduceMin": reduction(lambda x, axes, keep: torch.amin(x, axes, keep)),
    "reduceProd": reduction(product),
    "reduceL1": reduction(lambda x, axes, keep: x.abs().sum(axes, keep)),
    "reduceL2": reduction(lambda x, axes, keep: torch.linalg.vector_norm(x, 2, axes, keep)),
    "reduceSumSquare": reduction(lambda x, axes, keep: (x * x).sum(axes, keep)),
    "reduceLogSum": reduction(lambda x, axes, keep: x.sum(axes, keep).log()),
    "reduceLogSumExp": reduction(lambda x, axes, keep: torch.logsumexp(x, axes, keep)),
    "cumSum": cum_sum,
}
