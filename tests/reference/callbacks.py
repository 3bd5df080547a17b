"""What Keras 3's ReduceLROnPlateau and EarlyStopping do with given figures, and a learning-rate range test by PyTorch.

Run in this folder: KERAS_BACKEND=torch python callbacks.py   (Keras 3.15, PyTorch 2.13)
Writes callbacks.json. Figures and deltas have few binary digits, so that "exactly by min_delta" means the same everywhere.
"""
import json
import math

import keras
import numpy as np
import torch

keras.config.set_floatx("float64")
rng = np.random.default_rng(5)

sequences = {
    "falls, then rests": [4, 3, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5],
    "up and down": [2, 2.5, 1.75, 1.875, 1.75, 1.625, 3, 1.5, 1.625, 1.625, 1.75, 1.5, 1.4375, 2],
    "by exactly a quarter": [4, 3.75, 3.5, 3.25, 3, 2.75, 2.5, 2.0, 1.75, 1.5, 1.0],
    "rises": [0.125, 0.25, 0.25, 0.5, 0.4375, 0.5, 0.625, 0.5, 0.5, 0.5, 0.75, 0.5],
    "with a NaN": [2, math.nan, 1.5, math.nan, math.nan, 1.25, 1.5, math.nan, 1.5, 1.25],
    "at random": np.round(rng.uniform(0, 4, 40) * 64).tolist(),
}
watched = [
    {},
    {"min_delta": 0.25},
    {"mode": "max"},
    {"mode": "max", "min_delta": 0.25},
    {"mode": "min", "min_delta": 0},
]


def trained(callback, figures):
    """The learning rate after each epoch, until the callback stops the training."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse")
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    rates = []
    for epoch, figure in enumerate(figures):
        callback.on_epoch_end(epoch, {"val_loss": figure})
        rates.append(float(keras.ops.convert_to_numpy(model.optimizer.learning_rate)))
        if model.stop_training:
            break
    callback.on_train_end()
    return rates


def plateaus():
    settings = [
        {"factor": 0.5, "patience": 1},
        {"factor": 0.5, "patience": 2},
        {"factor": 0.5, "patience": 0},
        {"factor": 0.25, "patience": 2, "cooldown": 2},
        {"factor": 0.5, "patience": 1, "cooldown": 3, "min_lr": 0.0625},
        {"factor": 0.125, "patience": 1, "min_lr": 0.03125},
    ]
    for name, figures in sequences.items():
        for options in watched:
            for more in settings:
                callback = keras.callbacks.ReduceLROnPlateau(**options, **more)
                yield {"figures": name, "options": {**options, **more}, "rates": trained(callback, figures)}


def stops():
    for name, figures in sequences.items():
        for options in watched:
            for patience in [0, 1, 2, 3]:
                callback = keras.callbacks.EarlyStopping(**options, patience=patience, restore_best_weights=True)
                epochs = len(trained(callback, figures))
                # Epochs counted from 1.
                yield {
                    "figures": name,
                    "options": {**options, "patience": patience},
                    "epochs": epochs,
                    "best": callback.best_epoch + 1,
                    "stopped": callback.stopped_epoch > 0,
                }


def range_tests():
    """Full batches, so that the order of the examples does not count."""
    x, y = rng.normal(0, 1, (24, 3)).round(4), rng.integers(0, 3, 24)
    first, second = rng.normal(0, 0.6, (3, 8)).round(4), rng.normal(0, 0.6, (8, 3)).round(4)
    runs = []
    for name, make, start, end, steps in [
        ("sgd", torch.optim.SGD, 1e-4, 100.0, 60),
        ("adam", lambda p: torch.optim.Adam(p, eps=1e-16), 1e-4, 10.0, 80),
        ("sgd, too small", torch.optim.SGD, 1e-6, 0.5, 40),
    ]:
        weights = [torch.nn.Parameter(torch.tensor(w)) for w in (first, second)]
        optimizer = make(weights) if name == "adam" else make(weights, lr=0.1)
        rates, losses, smoothed = [], [], []
        average, beta = 0.0, 0.9
        for step, rate in enumerate(np.geomspace(start, end, steps)):
            optimizer.param_groups[0]["lr"] = float(rate)
            hidden = torch.tanh(torch.tensor(x) @ weights[0])
            loss = torch.nn.functional.cross_entropy(hidden @ weights[1], torch.tensor(y))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            average = beta * average + (1 - beta) * loss.item()
            rates.append(float(rate))
            losses.append(loss.item())
            smoothed.append(average / (1 - beta ** (step + 1)))
            if smoothed[-1] > 4 * min(smoothed):
                break
        runs.append({"optimizer": name, "from": start, "to": end, "steps": steps, "rates": rates, "losses": losses, "smoothed": smoothed})
    return {"x": x.tolist(), "y": y.tolist(), "weights": [first.tolist(), second.tolist()], "runs": runs}


def kept(value):
    """JSON has no NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value


with open("callbacks.json", "w") as file:
    content = {
        "sequences": {name: [kept(v) for v in figures] for name, figures in sequences.items()},
        "plateaus": list(plateaus()),
        "stops": list(stops()),
        "rangeTest": range_tests(),
    }
    json.dump(content, file)
    file.write("\n")
