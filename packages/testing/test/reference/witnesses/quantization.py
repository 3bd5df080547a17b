"""What is differentiable about quantization: the scales."""
import torch


def per_axis(x, t, axis):
    if t is None or t.numel() == 1:
        return 0 if t is None else t.reshape(())
    return t.reshape([-1 if i == axis % x.dim() else 1 for i in range(x.dim())])


def dequantize(inputs, a, *_):
    x, scale, zero = [*inputs, None][:3]
    wide = x.double()
    shift = 0 if zero is None else per_axis(wide, zero.double(), a["axis"])
    return (wide - shift) * per_axis(wide, scale, a["axis"])


def dynamic(inputs, *_):
    x = inputs[0]
    scale = (torch.relu(x.amax()) + torch.relu(-x.amin())) / 255
    return None, torch.where(scale == 0, torch.ones_like(scale), scale), None


functions = {
    "quantizeLinear": lambda inputs, *_: None,
    "dequantizeLinear": dequantize,
    "dynamicQuantizeLinear": dynamic,
}
