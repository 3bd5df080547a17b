"""Batch normalisation as a layer, by Keras 3: three steps of plain gradient descent on the mean squared error, then what the
layer gives in use. Pictures have their channels first here, `axis` of Keras set to them. In float64.

Run in this folder: KERAS_BACKEND=torch python batch-normalization.py   (Keras 3.15, PyTorch 2.13)
Writes batch-normalization.json.
"""
import json

import keras
import numpy as np

keras.config.set_floatx("float64")
rng = np.random.default_rng(3)
L = keras.layers
rate, steps = 0.5, 3


def numbers(a):
    a = np.asarray(a, "float64")
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.flatten()]}


def read(w):
    return keras.ops.convert_to_numpy(w).copy()


def draw(*shape):
    return rng.normal(0.3, 0.9, shape).round(2)


snake = {
    "movingMeanInitializer": "moving_mean_initializer", "movingVarianceInitializer": "moving_variance_initializer",
    "gammaInitializer": "gamma_initializer", "betaInitializer": "beta_initializer",
}
cases = []


def case(given, shape, axis=-1, shared=False):
    """Ours has its axis by default, unless `given` has it."""
    keras.utils.clear_session()
    layer = L.BatchNormalization(axis=axis, **{snake.get(k, k): v for k, v in given.items() if k != "axis"})
    entry = keras.Input(shape[1:])
    flow = layer(entry)
    if shared:
        flow = layer(flow * 2)
    model = keras.Model(entry, flow)
    for w in layer.weights:
        w.assign(abs(draw(*w.shape)) if "variance" in w.name else draw(*w.shape))
    before = {w.name: numbers(read(w)) for w in layer.weights}
    xs = [draw(*shape) for _ in range(steps)]
    targets = [draw(*shape) for _ in range(steps)]
    model.compile(keras.optimizers.SGD(rate), "mse")
    if model.trainable_weights:
        for x, y in zip(xs, targets):
            model.train_on_batch(x, y)
    cases.append({
        "options": given, "shared": shared,
        "inputs": [numbers(x) for x in xs], "targets": [numbers(y) for y in targets],
        "before": before, "after": {w.name: numbers(read(w)) for w in layer.weights},
        "output": numbers(model.predict(xs[0], verbose=0)),
    })


pictures = (4, 3, 3, 2)
case({}, pictures, axis=1)
case({"momentum": 0.8, "epsilon": 0.1}, pictures, axis=1)
case({"center": False}, pictures, axis=1)
case({"scale": False}, pictures, axis=1)
case({"trainable": False}, pictures, axis=1)
case({"axis": 3, "momentum": 0.5}, pictures, axis=3)
case({"momentum": 0.9}, (5, 4))
case({"momentum": 0.9}, (3, 4, 2))
case({"axis": 1, "momentum": 0.9}, (3, 4, 2), axis=1)
case({"momentum": 0.7}, (3, 4), shared=True)

with open("batch-normalization.json", "w") as file:
    head = json.dumps({"rate": rate})[:-1]
    file.write(head + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n")
