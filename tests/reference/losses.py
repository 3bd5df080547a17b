"""Losses and their gradients by Keras 3 (by PyTorch where Keras has no such option or rounds to float32), in float64.

Run in this folder: KERAS_BACKEND=torch python losses.py   (Keras 3.15, PyTorch 2.13)
Writes losses.json: for each case the loss of each example, and the gradient of their sum for the prediction.
"""
import json

import keras
import numpy as np
import torch

keras.config.set_floatx("float64")
rng = np.random.default_rng(1)
L = keras.losses

logits = rng.normal(0, 3, (5, 4)).round(3)
# Ties, one class far ahead, one far behind, and everything at 0.
extreme = np.array([[1e4, -1e4, 0, 0], [-1e4, -1e4, -1e4, -1e4], [1e4, 1e4, 0, -5], [0, 0, 0, 0], [30, -90, 2, 88]])
probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
unnormalised = rng.uniform(0.1, 2, (5, 4)).round(3)
certain = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 1], [1e-9, 1, 0, 0]])
indices = np.array([2, 0, 3, 1, 0])
soft = np.array([[0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0], [0, 0, 0.5, 0.5], [0.25] * 4, [0, 1, 0, 0]])
weights = [0.5, 2, 0, 1.25]
onehot = np.eye(4)[indices]

scores = np.array([[-3.5, 0], [1e4, -1e4], [1e4, -1e4], [0.25, 100], [-100, 88]])
chances = np.array([[0.2, 0.9], [0, 1], [1, 0], [0.5, 1e-9], [0.999, 0.3]])
yes = np.array([[0, 1], [1, 0], [0, 1], [1, 0.3], [0, 1]])
numbers = rng.normal(0, 2, (5, 2, 3)).round(2)
right = rng.normal(0, 2, (5, 2, 3)).round(2)
right[0] = numbers[0]  # no error at all
right[1, 0] = numbers[1, 0] + 1.5  # on Huber's corner

cases = []


def case(loss, options, prediction, target, by):
    x = torch.tensor(np.asarray(prediction, "float64"), requires_grad=True)
    each = by(x)
    each = each.reshape(len(each), -1).mean(1)
    each.sum().backward()
    cases.append({
        "loss": loss, "options": options,
        "prediction": {"shape": list(x.shape), "data": x.detach().flatten().tolist()},
        "target": {"shape": list(np.shape(target)), "data": np.asarray(target).flatten().tolist()},
        "expected": each.detach().tolist(), "gradient": x.grad.flatten().tolist(),
    })


for x in (logits, extreme):
    for smoothing in (0, 0.1):
        for temperature in (1, 2.5):
            options = {"fromLogits": True}
            if smoothing: options["labelSmoothing"] = smoothing
            if temperature != 1: options["temperature"] = temperature
            keras_loss = L.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing, reduction=None)
            case("categoricalCrossentropy", options, x, soft, lambda p: keras_loss(soft, p / temperature))
            # Keras's sparse loss has no smoothing: PyTorch's has.
            case("sparseCategoricalCrossentropy", options, x, indices,
                 lambda p: torch.nn.functional.cross_entropy(p / temperature, torch.tensor(indices), reduction="none",
                                                             label_smoothing=smoothing))
for x in (probabilities, unnormalised, certain):
    case("sparseCategoricalCrossentropy", {}, x, indices,
         lambda p: L.SparseCategoricalCrossentropy(reduction=None)(indices, p))
    for smoothing in (0, 0.2):
        options = {"labelSmoothing": smoothing} if smoothing else {}
        case("categoricalCrossentropy", options, x, soft,
             lambda p: L.CategoricalCrossentropy(label_smoothing=smoothing, reduction=None)(soft, p))
    case("klDivergence", {}, x, soft, lambda p: L.KLDivergence(reduction=None)(soft, p))
case("klDivergence", {}, np.stack([probabilities, certain], 1), np.stack([soft, onehot], 1),
     lambda p: L.KLDivergence(reduction=None)(np.stack([soft, onehot], 1), p))
for sample, target, name, keras_loss in (
    (np.array(weights)[indices], indices, "sparseCategoricalCrossentropy",
     L.SparseCategoricalCrossentropy(from_logits=True, reduction=None)),
    (np.array(weights)[indices], onehot, "categoricalCrossentropy",
     L.CategoricalCrossentropy(from_logits=True, reduction=None)),
    (soft @ weights, soft, "categoricalCrossentropy", L.CategoricalCrossentropy(from_logits=True, reduction=None)),
):
    case(name, {"fromLogits": True, "classWeights": weights}, logits, target,
         lambda p: keras_loss(target, p, sample_weight=torch.tensor(sample)))


def both(loss, options, prediction, target, by_torch, by_keras):
    """PyTorch's figures, which Keras confirms: its mean over an axis is rounded to float32."""
    t = torch.tensor(np.asarray(target, "float64"))
    case(loss, options, prediction, target, lambda p: by_torch(p, t))
    keras_loss = np.asarray(by_keras(target, torch.tensor(prediction)))
    keras_loss = keras_loss.reshape(len(prediction), -1).mean(1)
    assert np.allclose(keras_loss, cases[-1]["expected"], rtol=1e-6, atol=1e-7), (loss, options)


F = torch.nn.functional
for smoothing in (0, 0.1):
    options = {"labelSmoothing": smoothing} if smoothing else {}
    both("binaryCrossentropy", {**options, "fromLogits": True}, scores, yes,
         lambda p, t: F.binary_cross_entropy_with_logits(p, t * (1 - smoothing) + smoothing / 2, reduction="none"),
         L.BinaryCrossentropy(from_logits=True, label_smoothing=smoothing, reduction=None))
    both("binaryCrossentropy", options, chances, yes,
         lambda p, t: F.binary_cross_entropy(p.clip(1e-7, 1 - 1e-7), t * (1 - smoothing) + smoothing / 2,
                                             reduction="none"),
         L.BinaryCrossentropy(label_smoothing=smoothing, reduction=None))
# Kinks of the stable form: the slope at 0 is sigmoid(0) - z.
case("binaryCrossentropy", {"fromLogits": True}, np.zeros(3), np.array([0, 1, 0.5]),
     lambda p: F.binary_cross_entropy_with_logits(p, torch.tensor([0, 1, 0.5]).double(), reduction="none"))
both("meanSquaredError", {}, numbers, right, lambda p, t: F.mse_loss(p, t, reduction="none"),
     L.MeanSquaredError(reduction=None))
both("meanAbsoluteError", {}, numbers, right, lambda p, t: F.l1_loss(p, t, reduction="none"),
     L.MeanAbsoluteError(reduction=None))
for delta in (1, 0.3, 1.5):
    both("huber", {} if delta == 1 else {"delta": delta}, numbers, right,
         lambda p, t: F.huber_loss(p, t, delta=delta, reduction="none"), L.Huber(delta=delta, reduction=None))
# Keras has no weights for yes; PyTorch has them for logits, which chances are turned into.
for weight in (3, [0.5, 4]):
    pos_weight, t = torch.tensor(weight).double(), torch.tensor(yes).double()
    weighted = lambda p: F.binary_cross_entropy_with_logits(p, t, pos_weight=pos_weight, reduction="none")
    case("binaryCrossentropy", {"fromLogits": True, "positiveWeight": weight}, scores, yes, weighted)
    case("binaryCrossentropy", {"positiveWeight": weight}, chances, yes, lambda p: weighted(p.clip(1e-7, 1 - 1e-7).logit()))

with open("losses.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), "cases")
