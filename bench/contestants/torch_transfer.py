"""Times the same in PyTorch, PIL and scikit-learn: torch_transfer.py PHOTOS WORKERS LAYOUT

A folder of photographs, MobileNetV2's features of each (weights do not matter for the time), and a logistic regression on them,
judged on every fifth picture. The class folders are read as torchvision's ImageFolder does.
"""

import sys
import types

sys.modules["torchvision._meta_registrations"] = types.ModuleType("unused")

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler
from torchvision import datasets, models, transforms

from torch_answer import answer

photos, workers, layout = sys.argv[1], int(sys.argv[2]), sys.argv[3]
network = models.mobilenet_v2(weights=None).eval()
form = torch.channels_last if layout == "last" else torch.contiguous_format
network = network.to(memory_format=form)
prepare = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize([0.5] * 3, [0.5] * 3),
    ]
)


def step():
    pictures = datasets.ImageFolder(photos, prepare)
    loader = torch.utils.data.DataLoader(pictures, batch_size=32, num_workers=workers)
    features, labels = [], []
    with torch.inference_mode():
        for x, y in loader:
            maps = network.features(x.to(memory_format=form))
            features.append(maps.mean((2, 3)).numpy())
            labels.append(y.numpy())
    x, y = np.concatenate(features), np.concatenate(labels)
    judged = np.arange(len(y)) % 5 == 0
    scale = StandardScaler().fit(x[~judged])
    head = LogisticRegression(max_iter=1000).fit(scale.transform(x[~judged]), y[~judged])
    return log_loss(y[judged], head.predict_proba(scale.transform(x[judged])))


answer(step)
