"""Makes batch-norm.json: three training steps of a small network with batch normalisation, by PyTorch in float64.

    python tests/reference/batch-norm.py

Two runs, everything trained, and the first block frozen (in eval mode, without gradients); after each, the logits in eval
mode with variances averaged as ONNX does, those of the population. PyTorch's own averages, of `n / (n - 1)` as much, stand
in the state.
"""
import copy
import json
from pathlib import Path

import torch
from torch import nn

MOMENTUM, STEPS, RATE = 0.2, 3, 0.1
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-3, momentum=MOMENTUM)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.logits = Block(3, 4), Block(4, 5), nn.Linear(5, 3)

    def forward(self, x):
        return self.logits(self.second(self.first(x)).mean((2, 3)))


def numbers(tensors):
    return {
        name: {"shape": list(t.shape), "data": [float(f"{v:.17g}") for v in t.flatten().tolist()]}
        for name, t in tensors.items()
        if t.dtype == torch.float64
    }


network = Network()
for module in network.modules():
    if isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1, 0.3)
        nn.init.normal_(module.bias, 0, 0.3)
        nn.init.normal_(module.running_mean, 0, 0.3)
        nn.init.uniform_(module.running_var, 0.5, 2)
# Inputs and weights must be the same in float32.
for t in network.state_dict().values():
    if t.is_floating_point():
        t.copy_(t.float().double())
x = torch.randn(6, 3, 5, 5).float().double()
y = torch.tensor([0, 1, 2, 0, 1, 2])


def train(frozen):
    model = copy.deepcopy(network).train()
    if frozen:
        model.first.eval().requires_grad_(False)
    norms = [m for m in model.modules() if isinstance(m, nn.BatchNorm2d)]
    averaged = [m.running_var.clone() for m in norms]

    def average(i):
        def hook(module, given, _):
            if module.training:
                variance = given[0].detach().var((0, 2, 3), unbiased=False)
                averaged[i] = (1 - MOMENTUM) * averaged[i] + MOMENTUM * variance

        return hook

    hooks = [m.register_forward_hook(average(i)) for i, m in enumerate(norms)]
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=RATE)
    losses = []
    for _ in range(STEPS):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    for hook in hooks:
        hook.remove()
    state = {n: t.detach().clone() for n, t in model.state_dict().items()}
    for module, variance in zip(norms, averaged):
        module.running_var.copy_(variance)
    with torch.no_grad():
        logits = model.eval()(x)
    return {"losses": losses, "state": numbers(state), "logits": logits.flatten().tolist()}


result = {
    "torch": torch.__version__,
    "momentum": MOMENTUM,
    "steps": STEPS,
    "rate": RATE,
    "epsilon": 1e-3,
    "x": numbers({"x": x})["x"],
    "y": y.tolist(),
    "before": numbers(network.state_dict()),
    "trained": train(False),
    "frozen": train(True),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, separators=(",", ":")).replace('},"', '},\n"') + "\n")
