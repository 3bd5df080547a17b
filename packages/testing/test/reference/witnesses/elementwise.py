"""Elementwise functions and activations."""
import torch
import torch.nn.functional as F

unary = {
    name: getattr(torch, name)
    for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "acosh", "atanh", "reciprocal")
}
activations = {
    "elu": lambda x, a: F.elu(x, a["alpha"]),
    "celu": lambda x, a: F.celu(x, a["alpha"]),
    "gelu": lambda x, a: F.gelu(x, approximate=a["approximate"]),
    "selu": lambda x, a: torch.where(x > 0, x, a["alpha"] * torch.expm1(torch.clamp(x, max=0))) * a["gamma"],
    "hardSwish": lambda x, a: F.hardswish(x),
    "softplus": lambda x, a: torch.logaddexp(x, torch.zeros_like(x)),
    "softsign": lambda x, a: F.softsign(x),
    "mish": lambda x, a: F.mish(x),
    "thresholdedRelu": lambda x, a: F.threshold(x, a["alpha"], 0.0),
}


def hard_sigmoid(inputs, a, *_):
    """PyTorch's own has the slope 1/6: the same bends, reached by another line."""
    x, alpha, beta = inputs[0], a["alpha"], a["beta"]
    return F.hardsigmoid((x * alpha + beta - 0.5) * 6)


def shrink(inputs, a, *_):
    x, bias, bound = inputs[0], a["bias"], a["lambd"]
    return torch.where(x < -bound, x + bias, torch.where(x > bound, x - bias, torch.zeros_like(x)))


def p_relu(inputs, *_):
    x, slope = inputs
    return torch.where(x > 0, x, slope * x)


def total(inputs):
    return sum(inputs[1:], inputs[0] * 1)


functions = {
    **{name: (lambda f: lambda inputs, *_: f(inputs[0]))(f) for name, f in unary.items()},
    **{name: (lambda f: lambda inputs, a, *_: f(inputs[0], a))(f) for name, f in activations.items()},
    "hardSigmoid": hard_sigmoid,
    "shrink": shrink,
    "pRelu": p_relu,
    "mod": lambda inputs, *_: torch.fmod(*inputs),
    "sum": lambda inputs, *_: total(inputs),
    "mean": lambda inputs, *_: total(inputs) / len(inputs),
    "castLike": lambda inputs, *_: inputs[0] * 1,
}
