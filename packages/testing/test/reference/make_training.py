"""Makes src/reference/training.ts: losses and weights of the training section, by PyTorch in float64.

    node test/reference/describe-training.mjs | python test/reference/make_training.py src/reference/training.ts
"""
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

from make import text

NAMES = ["kernel1", "bias1", "kernel2", "kernel3", "bias3"]


def tensor(described):
    return torch.tensor(described["data"], dtype=torch.float64).reshape(described["shape"])


def loss_of(w, batch):
    x, label, mask = (tensor(batch[name]) for name in ("x", "label", "mask"))
    first = F.max_pool2d(F.relu(F.conv2d(x, w["kernel1"], w["bias1"], padding=1)), 2)
    second = torch.tanh(F.conv2d(F.pad(first, (0, 1, 0, 1)), w["kernel2"], stride=2, groups=2))
    logits = (second.flatten(1) * mask) @ w["kernel3"] + w["bias3"]
    return F.cross_entropy(logits, label.long().flatten())


OPTIMIZERS = {
    "sgd": lambda parameters, rate: torch.optim.SGD(parameters, rate, momentum=0.9),
    "rmsprop": lambda parameters, rate: torch.optim.RMSprop(parameters, rate, alpha=0.9, eps=1e-7),
}


def train(name, run):
    w = {key: tensor(run["weights"][key]).requires_grad_() for key in NAMES}
    optimizer = OPTIMIZERS[name](list(w.values()), run["rate"])
    losses = []
    for batch in run["batches"]:
        optimizer.zero_grad()
        loss = loss_of(w, batch)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return {"losses": torch.stack(losses), **{key: value.detach() for key, value in w.items()}}


if __name__ == "__main__":
    lines = [f"/** Made by test/reference/make_training.py with torch {torch.__version__}. */"]
    lines.append("export const training: Readonly<Record<string, Readonly<Record<string, string>>>> = {")
    for name, run in json.load(sys.stdin).items():
        lines.append(f"  {name}: {{")
        lines += [f"    {key}: '{text(values.numpy())}'," for key, values in train(name, run).items()]
        lines.append("  },")
    Path(sys.argv[1]).write_text("\n".join([*lines, "};"]) + "\n")
