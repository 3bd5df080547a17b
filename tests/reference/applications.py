"""Logits of torchvision's ResNet-18, ResNet-50 and MobileNetV2 with weights and a picture made by formula, in float64; and of
ResNet-20 as its paper describes it (option A), in PyTorch.

Run in this folder: python applications.py   (PyTorch 2.13, torchvision 0.28)
Writes applications.json: the parameters' number, the logits in eval mode, and in train mode (two pictures, without dropout).
"""
import json
import math
import re
import sys
import types

import numpy as np
import torch
from torch import nn

sys.modules["torchvision._meta_registrations"] = types.ModuleType("unused")  # of compiled ops, which models do without
from torchvision import models  # noqa: E402

torch.set_default_dtype(torch.float64)


MASK = 0xFFFFFFFF


def fnv(text):
    h = 0x811C9DC5
    for c in text:
        h = ((h ^ ord(c)) * 0x01000193) & MASK
    return h


def wave(name, count):
    """A number from -1 to 1 for each element: a hash of the name and the index (the finish of MurmurHash3)."""
    h = ((np.arange(count, dtype="uint64") + 1) * 2654435761 + fnv(name)) & MASK
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & MASK
    h ^= h >> 13
    h = (h * 0xC2B2AE35) & MASK
    h ^= h >> 16
    return torch.from_numpy(h.astype("float64") / 2**31 - 1)


def value(name, shape):
    w = wave(name, math.prod(shape)).reshape(shape)
    role = name.split("/")[1]
    if role == "kernel":
        return w * math.sqrt(6 / math.prod(shape[1:] if len(shape) > 2 else shape[:1]))
    return {"gamma": 1 + 0.1 * w, "moving_variance": 1 + 0.2 * w * w}.get(role, 0.1 * w)


roles = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}


def fill(network, rename):
    """Each tensor by the name that Graft has for it."""
    with torch.no_grad():
        for path, module in network.named_modules():
            for kind, t in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
                if kind == "num_batches_tracked":
                    continue
                if isinstance(module, nn.BatchNorm2d):
                    t.copy_(value(f"{rename(path)}/{roles[kind]}", t.shape))
                elif isinstance(module, nn.Linear) and kind == "weight":
                    t.copy_(value(f"{rename(path)}/kernel", t.shape[::-1]).T)
                else:
                    t.copy_(value(f"{rename(path)}/{'kernel' if kind == 'weight' else 'bias'}", t.shape))


def resnet_name(path):
    path = re.sub(r"downsample\.0", "downsample_conv", re.sub(r"downsample\.1", "downsample_bn", path))
    return path.replace(".", "_")


def mobilenet_name(path):
    if path == "classifier.1":
        return "classifier"
    _, i, *rest = path.split(".")
    i = int(i)
    if i in (0, 18):
        return ("conv" if rest == ["0"] else "bn") + ("1" if i == 0 else "2")
    # Blocks: expand (not in the first), depthwise, project; each a convolution and a normalisation.
    first = ["depthwise", "project"] if i == 1 else ["expand", "depthwise", "project"]
    inner = rest[1:]  # conv.<part>[.<0 conv, 1 norm>]
    part = int(inner[0])
    if len(inner) == 2:
        return f"block{i}_{first[part]}" + ("" if inner[1] == "0" else "_bn")
    return f"block{i}_project" + ("" if part == len(first) - 1 else "_bn")


class Block(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters)
        self.conv2, self.bn2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters)
        self.stride, self.more = stride, filters - inputs

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        if self.stride > 1:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more // 2, self.more - self.more // 2))
        return torch.relu(y + x)


class ResNet20(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        widths = [16, 16, 32, 64]
        for s in (1, 2, 3):
            blocks = [Block(widths[s - 1] if i == 0 else widths[s], widths[s], 2 if s > 1 and i == 0 else 1) for i in range(3)]
            setattr(self, f"layer{s}", nn.Sequential(*blocks))
        self.fc = nn.Linear(64, classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(torch.relu(self.bn1(self.conv1(x))))))
        return self.fc(x.mean((2, 3)))


networks = {
    "resnet18": (models.resnet18(num_classes=5), resnet_name, models.resnet18()),
    "resnet50": (models.resnet50(num_classes=5), resnet_name, models.resnet50()),
    "mobilenet-v2": (models.mobilenet_v2(num_classes=5, dropout=0.0), mobilenet_name, models.mobilenet_v2()),
    "resnet20": (ResNet20(5), resnet_name, ResNet20(10)),
}
result = {}
x = wave("picture", 2 * 3 * 40 * 40).reshape(2, 3, 40, 40)
for name, (network, rename, whole) in networks.items():
    fill(network, rename)
    with torch.no_grad():
        result[name] = {
            "parameters": sum(p.numel() for p in whole.parameters()),
            "averages": sum(m.num_features * 2 for m in whole.modules() if isinstance(m, nn.BatchNorm2d)),
            "eval": [float(f"{v:.12g}") for v in network.eval()(x).flatten().tolist()],
            "train": [float(f"{v:.12g}") for v in network.train()(x).flatten().tolist()],
        }
with open("applications.json", "w") as file:
    file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in result.items()) + "\n}\n")
