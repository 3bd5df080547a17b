"""Temperature by PyTorch's L-BFGS, calibration error and selective accuracy by NumPy. Writes trust.json beside it.

python tests/reference/trust.py
"""

import json
from pathlib import Path

import numpy as np
import torch


def sample(seed, n, classes, sharpness, noise):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, classes, n)
    logits = rng.normal(0, noise, (n, classes))
    logits[np.arange(n), labels] += 1.5
    return np.round(logits * sharpness, 4), labels


def temperature(logits, labels):
    z = torch.tensor(logits, dtype=torch.float64)
    y = torch.tensor(labels)
    log_t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_t], max_iter=500, tolerance_grad=1e-12, tolerance_change=1e-15, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(z / log_t.exp(), y)
        loss.backward()
        return loss

    optimizer.step(closure)
    return log_t.exp().item(), closure().item()


def calibration_error(p, labels, bins):
    confidence, said = p.max(1), p.argmax(1)
    edges = np.linspace(0, 1, bins + 1)
    error = 0.0
    counts = []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        counts.append(int(inside.sum()))
        if inside.any():
            error += inside.mean() * abs((said[inside] == labels[inside]).mean() - confidence[inside].mean())
    return error, counts


def case(seed, n, classes, sharpness, noise):
    logits, labels = sample(seed, n, classes, sharpness, noise)
    t, after = temperature(logits, labels)
    softmax = lambda z: torch.softmax(torch.tensor(z), 1).numpy()
    before = float(torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(labels)))
    p = softmax(logits / t)
    confidence, right = p.max(1), p.argmax(1) == labels
    answered = confidence >= 0.6
    return {
        "logits": logits.reshape(-1).tolist(),
        "labels": labels.tolist(),
        "temperature": t,
        "before": {"loss": before, **dict(zip(["error", "counts"], calibration_error(softmax(logits), labels, 15)))},
        "after": {"loss": after, **dict(zip(["error", "counts"], calibration_error(p, labels, 15)))},
        "at06": {"answered": int(answered.sum()), "right": int(right[answered].sum())},
    }


cases = {
    "too sure": case(1, 150, 4, 2.5, 1.0),
    "not sure enough": case(2, 120, 3, 0.4, 0.7),
    "two classes": case(3, 80, 2, 3.0, 0.8),
}
Path(__file__).with_name("trust.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
