"""Every differentiable op as a function of PyTorch's, and the composites by PyTorch's autograd."""
import numpy as np
import torch
import torch.nn.functional as F

unary = {
    "neg": torch.neg, "abs": torch.abs, "exp": torch.exp, "log": torch.log, "sqrt": torch.sqrt, "erf": torch.erf,
    "relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda x: x * 1,
}
binary = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow, "matMul": torch.matmul}


def extreme(reduce):
    """amax and amin give every winner an equal part."""
    return lambda inputs, *_: reduce(torch.stack(torch.broadcast_tensors(*inputs)), 0)


def clip(inputs, *_):
    x, low, high = [*inputs, None, None][:3]
    return x * 1 if low is None and high is None else torch.clamp(x, low, high)


def gemm(inputs, a, *_):
    left, right, c = [*inputs, None][:3]
    y = a["alpha"] * (left.T if a["transA"] else left) @ (right.T if a["transB"] else right)
    return y if c is None else y + a["beta"] * c


def padded(x, pads, value=0.0):
    """ONNX's pads, all begins then all ends, as F.pad wants them: last axis first."""
    rank = len(pads) // 2
    return F.pad(x, [p for axis in reversed(range(rank)) for p in (pads[axis], pads[axis + rank])], value=value)


def conv(inputs, a, *_):
    x, w, b = [*inputs, None][:3]
    f = (F.conv1d, F.conv2d, F.conv3d)[w.dim() - 3]
    return f(padded(x, a["pads"]), w, b, stride=a["strides"], dilation=a["dilations"], groups=a["group"])


def conv_transpose(inputs, a, *_):
    x, w, b = [*inputs, None][:3]
    f = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[w.dim() - 3]
    y = f(x, w, None, stride=a["strides"], dilation=a["dilations"], groups=a["group"])
    rank = w.dim() - 2
    cut = [-p for p in a["pads"]]
    y = padded(y, cut[:rank] + [p + extra for p, extra in zip(cut[rank:], a["output_padding"])])
    return y if b is None else y + b.reshape(-1, *[1] * rank)


def room(x, a, shape):
    """Pads such that windows without padding of their own give exactly `shape`: what ceil_mode hangs over is added."""
    rank = len(shape) - 2
    pads = list(a["pads"])
    for i in range(rank):
        covered = (shape[i + 2] - 1) * a["strides"][i] + (a["kernel_shape"][i] - 1) * a["dilations"][i] + 1
        pads[i + rank] = covered - x.shape[i + 2] - pads[i]
    return pads


def max_pool(inputs, a, shape, *_):
    x = inputs[0]
    f = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[x.dim() - 3]
    return f(padded(x, room(x, a, shape), -np.inf), a["kernel_shape"], a["strides"], dilation=a["dilations"])


def average_pool(inputs, a, shape, *_):
    x = inputs[0]
    f = (F.conv1d, F.conv2d, F.conv3d)[x.dim() - 3]
    ones = torch.ones(x.shape[1], 1, *a["kernel_shape"], dtype=x.dtype)
    sums = lambda t: f(t, ones, stride=a["strides"], dilation=a["dilations"], groups=x.shape[1])
    pads = room(x, a, shape)
    counted = torch.ones_like(x)
    if a["count_include_pad"]:
        counted = padded(counted, a["pads"], 1.0)
        rest = [p - q for p, q in zip(pads, a["pads"])]
        counted = padded(counted, rest)
    else:
        counted = padded(counted, pads)
    return sums(padded(x, pads)) / sums(counted)


def axes_of(inputs, a):
    given = inputs[1].tolist() if len(inputs) > 1 and inputs[1] is not None else []
    if given or a["noop_with_empty_axes"]:
        return given
    return list(range(inputs[0].dim()))


def reduction(f):
    def reduce(inputs, a, *_):
        axes = axes_of(inputs, a)
        return f(inputs[0], dim=axes, keepdim=bool(a["keepdims"])) if axes else inputs[0] * 1
    return reduce


def moving(inputs, a, shape, moved):
    """An op that only moves elements of its float inputs: ONNX Runtime says where each one came from."""
    numbers, start = [], 1  # 0 is what was not there before
    for x in inputs:
        if x is None or not x.dtype.is_floating_point:
            numbers.append(None)
            continue
        numbers.append(np.arange(start, start + x.numel()).reshape(x.shape))
        start += x.numel()
    source = torch.cat([torch.zeros(1, dtype=torch.float64)] + [x.flatten() for x, n in zip(inputs, numbers) if n is not None])
    return source[torch.from_numpy(moved(numbers=numbers))]


functions = {
    **{name: (lambda f: lambda inputs, *_: f(inputs[0]))(f) for name, f in unary.items()},
    **{name: (lambda f: lambda inputs, *_: f(inputs[0], inputs[1]))(f) for name, f in binary.items()},
    "min": extreme(torch.amin),
    "max": extreme(torch.amax),
    "clip": clip,
    "where": lambda inputs, *_: torch.where(*inputs),
    "cast": lambda inputs, *_: inputs[0] * 1,
    "leakyRelu": lambda inputs, a, *_: F.leaky_relu(inputs[0], a["alpha"]),
    "softmax": lambda inputs, a, *_: torch.softmax(inputs[0], a["axis"]),
    "logSoftmax": lambda inputs, a, *_: torch.log_softmax(inputs[0], a["axis"]),
    "gemm": gemm,
    "conv": conv,
    "convTranspose": conv_transpose,
    "averagePool": average_pool,
    "globalAveragePool": lambda inputs, *_: inputs[0].mean(dim=list(range(2, inputs[0].dim())), keepdim=True),
    "reduceSum": reduction(torch.sum),
    "reduceMean": reduction(torch.mean),
    "reduceMax": reduction(torch.amax),
    **{name: moving for name in ("reshape", "transpose", "flatten", "squeeze", "unsqueeze", "expand", "concat", "slice", "pad", "gather")},
}


def conv_weight_gradient(inputs, a, shape):
    """How `conv`'s output, weighted by dy, changes with its weights; conv is linear in them, so any weights will do."""
    x, dy = inputs
    w = torch.zeros(shape, dtype=x.dtype, requires_grad=True)
    y = conv([x, w], a)
    y = y[(..., *(slice(0, n) for n in dy.shape[2:]))]
    return torch.autograd.grad(y, w, dy, create_graph=True)[0]


def max_pool_gradient(inputs, a, shape):
    x, _, dy = inputs
    return torch.autograd.grad(max_pool([x], a, dy.shape), x, dy, create_graph=True)[0]


composites = {
    "step": lambda inputs, *_: (inputs[0] > 0).to(inputs[0].dtype),
    "convWeightGradient": conv_weight_gradient,
    "maxPoolGradient": max_pool_gradient,
}
