"""Writes distillation.json: targets by scikit-learn and PyTorch, and the loss and its gradient by PyTorch."""

import json
from pathlib import Path

import torch
from sklearn.preprocessing import StandardScaler

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)
size, features, classes, temperature, weight = 6, 4, 5, 1.5, 3.0
spread = torch.tensor([1.0, 2.0, 0.5, 1.5] + [3.0] * classes)
teacher = (torch.randn(size, features + classes) * spread + 0.5).float().double()
prediction = torch.randn(size, features + classes, requires_grad=True)
standardised = torch.from_numpy(StandardScaler().fit_transform(teacher[:, :features].numpy()))
probabilities = torch.softmax(teacher[:, features:] / temperature, 1)
error = ((prediction[:, :features] - standardised) ** 2).mean(1)
surprise = -(probabilities * torch.log_softmax(prediction[:, features:] / temperature, 1)).sum(1)
loss = weight * error + surprise
loss.sum().backward()
Path(__file__).with_name("distillation.json").write_text(
    json.dumps(
        {
            "features": features,
            "temperature": temperature,
            "featureWeight": weight,
            "width": features + classes,
            "teacher": teacher.flatten().tolist(),
            "targets": torch.cat([standardised, probabilities], 1).flatten().tolist(),
            "prediction": prediction.detach().flatten().tolist(),
            "loss": loss.detach().tolist(),
            "gradient": prediction.grad.flatten().tolist(),
        }
    )
    + "\n"
)
