"""Times training steps of one recurrent layer in PyTorch: torch_recurrent.py LSTM|GRU|RNN STEPS"""

import json
import sys
import time

import torch
from torch import nn

kind, steps = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
layer, head = getattr(nn, kind)(32, 64, batch_first=True), nn.Linear(64, 1)
optimizer = torch.optim.SGD([*layer.parameters(), *head.parameters()], lr=0.01)
x, y = torch.randn(32, steps, 32), torch.ones(32, 1)


def step():
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(head(layer(x)[0][:, -1]), y)
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"note": f"torch {torch.__version__}"}), flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line.split()[1])):
        began = time.perf_counter()
        step()
        times.append((time.perf_counter() - began) * 1000)
    print(json.dumps({"ms": times}), flush=True)
