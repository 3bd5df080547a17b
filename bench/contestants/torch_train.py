"""Times training steps of the published CIFAR-10 CNN in PyTorch: torch_train.py eager|channels_last|compiled BATCH THREADS"""

import sys

import torch
from torch import nn

from torch_answer import answer

mode, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(0)


def same(inputs, outputs):
    return [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(inputs, outputs, 2), nn.ReLU(), nn.MaxPool2d(2)]


model = nn.Sequential(
    *same(3, 16), *same(16, 32), *same(32, 64),
    nn.Dropout(0.3), nn.Flatten(), nn.Linear(1024, 500), nn.ReLU(), nn.Dropout(0.4), nn.Linear(500, 10),
)
assert sum(p.numel() for p in model.parameters()) == 528054
optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)
criterion = nn.CrossEntropyLoss()
x = torch.rand(batch, 3, 32, 32)
y = torch.randint(0, 10, (batch,))
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
