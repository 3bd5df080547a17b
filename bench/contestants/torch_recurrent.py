"""Times training steps of one recurrent layer in PyTorch: torch_recurrent.py LSTM|GRU|RNN STEPS"""

import sys

import torch
from torch import nn

from torch_answer import answer

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


answer(step)
