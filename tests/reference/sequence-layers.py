"""Layers over sequences by Keras 3: what they give, and the weights after one step of plain gradient descent on the mean
squared error. In float64, though Keras computes matrix products in float32 even then.

Run in this folder: KERAS_BACKEND=torch python sequence-layers.py   (Keras 3.15, PyTorch 2.13)
Writes sequence-layers.json: `layers` (small cases) and `network` (the rows of a summary).
"""
import json

import keras
import numpy as np

keras.config.set_floatx("float64")
rng = np.random.default_rng(1)
L = keras.layers


def numbers(a):
    a = np.asarray(a, "float64")
    return {"shape": list(a.shape), "data": [float(f"{v:.7g}") for v in a.flatten()]}


def draw(*shape):
    return rng.normal(0, 0.7, shape).round(2)


def role(w):
    """`bidirectional/forward_lstm/lstm_cell/kernel` is `forward_lstm/kernel`."""
    return "/".join(part for part in w.path.split("/")[1:] if not part.endswith("_cell"))


layers = []
rate = 0.5


def case(ours, arguments, layer, x, inner=None):
    """`ours(...arguments)`, inside which `inner` may stand, must do what `layer` does."""
    keras.utils.clear_session()
    model = keras.Sequential([keras.Input(x.shape[1:], dtype=x.dtype), layer])
    before = []
    for w in layer.weights:
        w.assign(draw(*w.shape))
        before.append(keras.ops.convert_to_numpy(w).copy())
    made = np.asarray(model.predict(x, verbose=0))
    target = draw(*made.shape)
    model.compile(keras.optimizers.SGD(rate), "mse")
    after = []
    if layer.weights:
        model.train_on_batch(x, target)
        after = [keras.ops.convert_to_numpy(w) for w in layer.weights]
    layers.append({
        "layer": ours, "arguments": arguments, **({"inner": inner} if inner else {}),
        "dtype": "int32" if x.dtype == np.int32 else "float", "input": numbers(x),
        "weights": {role(w): numbers(v) for w, v in zip(layer.weights, before)},
        "output": numbers(made), "target": numbers(target),
        "after": {role(w): numbers(v) for w, v in zip(layer.weights, after)},
    })


snake = {
    "returnSequences": "return_sequences", "goBackwards": "go_backwards", "useBias": "use_bias", "resetAfter": "reset_after",
    "recurrentActivation": "recurrent_activation", "mergeMode": "merge_mode",
}


def options(given):
    return {snake.get(k, k): v for k, v in given.items()}


x = draw(3, 5, 2)
ids = rng.integers(0, 7, (3, 4)).astype("int32")
types = (("simpleRNN", L.SimpleRNN), ("lstm", L.LSTM), ("gru", L.GRU))
for name, make in types:
    variants = [
        {}, {"returnSequences": True}, {"goBackwards": True}, {"goBackwards": True, "returnSequences": True},
        {"useBias": False}, {"activation": "relu"}, {"activation": "leaky_relu"}, {"activation": "softplus"},
    ]
    if name != "simpleRNN":
        variants += [{"activation": "linear"}, {"activation": "sigmoid", "recurrentActivation": "tanh"}, {"activation": "elu"}]
    if name == "gru":
        variants += [{**v, "resetAfter": False} for v in variants[:5]]
    for given in variants:
        case(name, [3, given], make(3, **options(given)), x)
    for given in ({}, {"returnSequences": True}):
        for mode in ("concat", "sum", "mul", "ave"):
            layer = L.Bidirectional(make(3, **options(given)), merge_mode=mode)
            case("bidirectional", [{"mergeMode": mode}], layer, x, [name, [3, given]])
case("embedding", [7, 3], L.Embedding(7, 3), ids)
case("timeDistributed", [], L.TimeDistributed(L.Dense(4, activation="tanh")), x, ["dense", [4, {"activation": "tanh"}]])
case("timeDistributed", [], L.TimeDistributed(L.Flatten()), draw(2, 3, 2, 2), ["flatten", []])
case("repeatVector", [3], L.RepeatVector(3), draw(2, 4))
case("permute", [[2, 1]], L.Permute((2, 1)), x)
case("permute", [[2, 3, 1]], L.Permute((2, 3, 1)), draw(2, 3, 2, 4))

keras.utils.clear_session()
keras.config.set_floatx("float32")
model = keras.Sequential([
    keras.Input((12,), dtype="int32"), L.Embedding(50, 8), L.Bidirectional(L.LSTM(16, return_sequences=True)),
    L.TimeDistributed(L.Dense(6)), L.GRU(9, return_sequences=True), L.SimpleRNN(4), L.RepeatVector(2),
    L.GRU(3, reset_after=False), L.Dense(2, name="head"),
])
rows = [
    {"name": l.name, "type": type(l).__name__, "shape": list(l.output.shape[1:]), "parameters": l.count_params()}
    for l in model.layers
]

with open("sequence-layers.json", "w") as file:
    file.write('{"rate": ' + json.dumps(rate) + ',\n"layers": [\n' + ",\n".join(json.dumps(c) for c in layers))
    file.write('\n],\n"network": ' + json.dumps({"rows": rows, "total": model.count_params()}) + "}\n")
