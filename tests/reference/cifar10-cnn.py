"""Makes cifar10-cnn.json: the loss and the gradients of the CIFAR-10 CNN, by PyTorch in float64.

    node tests/reference/cifar10-cnn.mjs | python tests/reference/cifar10-cnn.py
"""
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

SAMPLES = 48


def tensor(described):
    return torch.tensor(described["data"], dtype=torch.float64).reshape(described["shape"])


def logits(w, x, masks):
    for layer in ("conv2d", "conv2d_1", "conv2d_2"):
        # 'same' with an even kernel: the odd row and column are added at the end.
        x = F.max_pool2d(F.relu(F.conv2d(F.pad(x, (0, 1, 0, 1)), w[f"{layer}/kernel"], w[f"{layer}/bias"])), 2)
    x = (x * masks[0]).flatten(1)
    x = F.relu(x @ w["dense/kernel"] + w["dense/bias"]) * masks[1]
    return x @ w["dense_1/kernel"] + w["dense_1/bias"]


given = json.load(sys.stdin)
w = {name: tensor(t).requires_grad_() for name, t in given["weights"].items()}
x = tensor(given["pixels"])
loss = F.cross_entropy(logits(w, x, [tensor(mask) for mask in given["masks"]]), torch.tensor(given["labels"]))
loss.backward()


def summary(gradient):
    """The norm, the sum, and every so-manieth entry: enough to tell any two gradients apart."""
    flat = gradient.flatten()
    stride = max(1, flat.numel() // SAMPLES)
    return {
        "norm": flat.norm().item(),
        "sum": flat.sum().item(),
        "stride": stride,
        "entries": [float(f"{v:.9g}") for v in flat[::stride].tolist()],
    }


result = {
    "torch": torch.__version__,
    "parameters": sum(t.numel() for t in w.values()),
    "loss": loss.item(),
    "gradients": {name: summary(t.grad) for name, t in w.items()},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1).replace(",\n    ", ", ") + "\n")
