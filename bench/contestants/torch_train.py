"""Times training steps of a network in PyTorch: torch_train.py eager|channels_last|compiled NETWORK BATCH THREADS CLASSES INPUT…"""

import sys

import torch
from torch import nn

from torch_answer import answer
from torch_networks import NETWORKS, PARAMETERS

mode, network = sys.argv[1:3]
batch, threads, classes, *shape = map(int, sys.argv[3:])
torch.set_num_threads(threads)
torch.manual_seed(0)
model, optimizer = NETWORKS[network](classes)
assert sum(p.numel() for p in model.parameters()) == PARAMETERS[network]
criterion = nn.CrossEntropyLoss()
x = torch.rand(batch, *shape)
y = torch.arange(batch) % classes
if mode == "channels_last":
    model = model.to(memory_format=torch.channels_last)
    x = x.to(memory_format=torch.channels_last)
forward = torch.compile(model) if mode == "compiled" else model


def step():
    optimizer.zero_grad()
    loss = criterion(forward(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


answer(step)
