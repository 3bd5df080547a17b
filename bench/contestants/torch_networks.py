"""The networks of the bench in PyTorch: NETWORKS[name](classes) gives (model, optimizer)."""

import torch
from torch import nn
from torch.nn import functional as F


def rmsprop(model):
    return torch.optim.RMSprop(model.parameters(), lr=1e-4, alpha=0.9, eps=1e-7)


def momentum(model):
    return torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)


def cnn(classes):
    def same(inputs, outputs):
        return [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(inputs, outputs, 2), nn.ReLU(), nn.MaxPool2d(2)]

    model = nn.Sequential(
        *same(3, 16), *same(16, 32), *same(32, 64), nn.Dropout(0.3), nn.Flatten(),
        nn.Linear(1024, 500), nn.ReLU(), nn.Dropout(0.4), nn.Linear(500, classes),
    )
    return model, rmsprop(model)


def mlp(classes):
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(3072, 1000), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(1000, 512), nn.ReLU(), nn.Dropout(0.2), nn.Linear(512, classes),
    )
    return model, rmsprop(model)


def conv_norm(inputs, outputs, size, stride=1, groups=1, activation=None):
    layers = [nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([activation(inplace=True)] if activation else []))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.widening = stride, (outputs - inputs) // 2
        self.first = conv_norm(inputs, outputs, 3, stride, activation=nn.ReLU)
        self.second = conv_norm(outputs, outputs, 3)

    def forward(self, x):
        around = x
        if self.stride > 1:
            around = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.widening, self.widening))
        return F.relu(self.second(self.first(x)) + around)


def resnet20(classes):
    blocks, inputs = [conv_norm(3, 16, 3, activation=nn.ReLU)], 16
    for outputs in (16, 32, 64):
        for i in range(3):
            blocks.append(BasicBlock(inputs, outputs, 2 if i == 0 and outputs > 16 else 1))
            inputs = outputs
    model = nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes))
    return model, momentum(model)


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, expansion, stride):
        super().__init__()
        wide = inputs * expansion
        self.adds = stride == 1 and inputs == outputs
        self.inside = nn.Sequential(
            *([conv_norm(inputs, wide, 1, activation=nn.ReLU6)] if expansion > 1 else []),
            conv_norm(wide, wide, 3, stride, groups=wide, activation=nn.ReLU6),
            conv_norm(wide, outputs, 1),
        )

    def forward(self, x):
        return x + self.inside(x) if self.adds else self.inside(x)


def mobilenetv2(classes):
    stages = [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ]
    blocks, inputs = [conv_norm(3, 32, 3, 2, activation=nn.ReLU6)], 32
    for expansion, outputs, count, stride in stages:
        for i in range(count):
            blocks.append(InvertedResidual(inputs, outputs, expansion, stride if i == 0 else 1))
            inputs = outputs
    blocks.append(conv_norm(inputs, 1280, 1, activation=nn.ReLU6))
    model = nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(1280, classes))
    return model, momentum(model)


class LastState(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.layer, self.head = nn.LSTM(32, 64, batch_first=True), nn.Linear(64, classes)

    def forward(self, x):
        return self.head(self.layer(x)[0][:, -1])


def lstm(classes):
    model = LastState(classes)
    return model, torch.optim.Adam(model.parameters(), lr=1e-4)


# As many numbers to train as in Graft; PyTorch's LSTM has a second bias that always acts with the first.
PARAMETERS = {"cnn": 528054, "mlp": 3590642, "resnet20": 269722, "mobilenetv2": 2230277, "lstm": 24832 + 256 + 650}
NETWORKS = {"cnn": cnn, "mlp": mlp, "resnet20": resnet20, "mobilenetv2": mobilenetv2, "lstm": lstm}
