"""Normalization."""
import torch
import torch.nn.functional as F


def batch_normalization(inputs, a, *_):
    x, scale, b, mean, var = inputs
    if not a["training_mode"]:
        # F.batch_norm has no gradients for the stored statistics.
        mean, var, scale, b = (t.reshape(-1, *[1] * (x.dim() - 2)) for t in (mean, var, scale, b))
        return (x - mean) / torch.sqrt(var + a["epsilon"]) * scale + b
    y = F.batch_norm(x, None, None, scale, b, True, 0, a["epsilon"])
    axes = [axis for axis in range(x.dim()) if axis != 1]
    # PyTorch's own running variance divides by n - 1; ONNX's by n.
    variance, now = torch.var_mean(x, axes, correction=0)
    keep, change = a["momentum"], 1 - a["momentum"]
    return y, mean * keep + now * change, var * keep + variance * change


def layer_normalization(inputs, a, *_):
    x, scale, b = [*inputs, None][:3]
    first = a["axis"] % x.dim()
    axes = list(range(first, x.dim()))
    y = F.layer_norm(x, x.shape[first:], scale, b, a["epsilon"])
    variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    return y, mean, 1 / torch.sqrt(variance + a["epsilon"])


def group_normalization(inputs, a, *_):
    x, scale, bias = inputs
    each = x.shape[1] // a["num_groups"]
    return F.group_norm(x, a["num_groups"], scale.repeat_interleave(each), bias.repeat_interleave(each), a["epsilon"])


def lrn(inputs, a, *_):
    x, size = inputs[0], a["size"]
    before = (size - 1) // 2
    squares = (x * x).flatten(2) if x.dim() > 2 else (x * x).unsqueeze(2)
    padded = F.pad(squares, [0, 0, before, size - 1 - before])
    sums = padded.unfold(1, size, 1).sum(-1).reshape(x.shape)
    return x / (a["bias"] + a["alpha"] / size * sums) ** a["beta"]


def mean_variance_normalization(inputs, a, *_):
    variance, mean = torch.var_mean(inputs[0], a["axes"], correction=0, keepdim=True)
    return (inputs[0] - mean) / (torch.sqrt(variance) + 1e-9)


functions = {
    "batchNormalization": batch_normalization,
    "layerNormalization": layer_normalization,
    "instanceNormalization": lambda inputs, a, *_: F.instance_norm(inputs[0], weight=inputs[1], bias=inputs[2], eps=a["epsilon"]),
    "groupNormalization": group_normalization,
    "lrn": lrn,
    "meanVarianceNormalization": mean_variance_normalization,
    "lpNormalization": lambda inputs, a, *_: F.normalize(inputs[0], a["p"], a["axis"]),
}
